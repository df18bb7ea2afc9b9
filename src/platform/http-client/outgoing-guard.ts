/**
 * Owns the question which addresses the product may connect to when somebody else has named the host: an operator's
 * address in an account's settings, a webhook that another program asked for.
 * Emits connectors, agents and a look-up that refuse at the moment of connecting, so a name that resolves to another
 * address than when it was checked (DNS rebinding) gains nothing. A kept connection is not looked at again.
 * Never looks at a path, a port or a body.
 */
import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { Config } from '../config/config.schema.js';
import { type AllowedHosts, isPublicAddress, parseAllowed, plainAddress } from './outgoing-addresses.js';

/** What the error of a refused connection has as its `code`. */
export const ADDRESS_NOT_ALLOWED = 'ADDRESS_NOT_ALLOWED';

export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  readonly code = ADDRESS_NOT_ALLOWED;
  constructor() {
    super('the host has no public address, and OUTGOING_ALLOW does not name it');
  }
}

const LOOPBACK = '127.0.0.0/8, ::1';

export class OutgoingGuard {
  private readonly allowed: AllowedHosts;

  /** @param allow networks, addresses and names beside the public ones */
  constructor(allow: string) {
    const allowed = parseAllowed(allow);
    if (!allowed) throw new Error('OUTGOING_ALLOW is not a list of networks, addresses and names');
    this.allowed = allowed;
  }

  /**
   * The guard of an installation. Where nothing is set, one that only its own machine can reach (no `PUBLIC_URL`, or a
   * loopback one: a trial) may call programs of that machine, such as the simulator.
   */
  static of({ OUTGOING_ALLOW, PUBLIC_URL }: Pick<Config, 'OUTGOING_ALLOW' | 'PUBLIC_URL'>): OutgoingGuard {
    return new OutgoingGuard(OUTGOING_ALLOW ?? (isLocal(PUBLIC_URL) ? LOOPBACK : ''));
  }

  /** Whether a connection to this IP address may be made. */
  allows(address: string): boolean {
    if (isPublicAddress(address)) return true;
    const plain = plainAddress(address);
    return this.allowed.addresses.check(plain.address, plain.family);
  }

  /** Throws AddressNotAllowed for a host that is written as an address; names are looked at when they are resolved. */
  requireHost(host: string): void {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    if (isIP(bare) !== 0 && !this.allows(bare)) throw new AddressNotAllowed();
  }

  /** As `dns.lookup`, for `net.connect` and its kin: answers only what may be called. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    const wanted: LookupOptions = typeof options === 'number' ? { family: options } : { ...options };
    resolve(hostname, { ...wanted, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const isNamed = this.allowed.names.has(hostname.toLowerCase().replace(/\.$/, ''));
      const open = isNamed ? found : found.filter(({ address }) => this.allows(address));
      const [first] = open;
      if (first === undefined) return callback(new AddressNotAllowed(), '', 0);
      if (wanted.all) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };

  /** For undici: makes the connections of a `Pool`, an `Agent` or a `Client`. Costs nothing on a kept connection. */
  connector(options: buildConnector.BuildOptions = {}): buildConnector.connector {
    const connect = buildConnector({ ...options, lookup: this.lookup } as buildConnector.BuildOptions);
    return (target, callback) => {
      try {
        this.requireHost(target.hostname);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connect(target, callback);
    };
  }

  /** For axios and `node:http`; call `requireHost` before a request, because Node looks no address up. */
  agents(): { httpAgent: http.Agent; httpsAgent: https.Agent } {
    const { lookup } = this;
    return { httpAgent: new http.Agent({ lookup }), httpsAgent: new https.Agent({ lookup }) };
  }
}

function isLocal(publicUrl: string | undefined): boolean {
  if (publicUrl === undefined) return true;
  const host = new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) !== 0 && (host === '::1' || plainAddress(host).address.startsWith('127.'));
}
