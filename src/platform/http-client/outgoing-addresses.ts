import { BlockList, isIP, SocketAddress } from 'node:net';

/** What no operator of the public network has: this machine, its neighbours, and what is no single host. */
const INTERNAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and the metadata of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4],
];
/** Of IPv6 only global unicast is public; in it, tunnels that would hide an IPv4 address, and documentation. */
const INTERNAL_IN_GLOBAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const internalV4 = listOf(INTERNAL_IPV4, 'ipv4');
const globalV6 = listOf([['2000::', 3]], 'ipv6');
const internalV6 = listOf(INTERNAL_IN_GLOBAL_IPV6, 'ipv6');

/** An address as it is compared: an IPv4 address that is written as IPv6 is that IPv4 address. */
export function plainAddress(address: string): { address: string; family: 'ipv4' | 'ipv6' } {
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 4) return { address: bare, family: 'ipv4' };
  const written = new SocketAddress({ address: bare, family: 'ipv6' }).address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(written);
  return mapped ? { address: mapped[1]!, family: 'ipv4' } : { address: written, family: 'ipv6' };
}

/** Whether an IP address is of the public network. */
export function isPublicAddress(address: string): boolean {
  const plain = plainAddress(address);
  if (plain.family === 'ipv4') return !internalV4.check(plain.address, 'ipv4');
  return globalV6.check(plain.address, 'ipv6') && !internalV6.check(plain.address, 'ipv6');
}

/** Addresses and names that an installation allows beside the public ones. */
export interface AllowedHosts {
  addresses: BlockList;
  names: ReadonlySet<string>;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Reads a list such as `10.20.0.0/16, ::1, kannel.local`, separated by commas or spaces; undefined where an entry is
 * neither an address, a network nor a name.
 */
export function parseAllowed(list: string): AllowedHosts | undefined {
  const addresses = new BlockList();
  const names = new Set<string>();
  for (const entry of list.split(/[\s,]+/).filter((each) => each !== '')) {
    const [address, prefix, rest] = entry.split('/') as [string, string?, string?];
    const family = isIP(address);
    if (family === 0 && prefix === undefined && NAME.test(entry.toLowerCase())) {
      // A word of digits and dots is a mistyped address, not a name.
      if (!/[a-z]/i.test(entry)) return undefined;
      names.add(entry.toLowerCase());
      continue;
    }
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    if (family === 0 || rest !== undefined || prefix === '') return undefined;
    if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return undefined;
    addresses.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return { addresses, names };
}

function listOf(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, bits] of subnets) list.addSubnet(address, bits, family);
  return list;
}
