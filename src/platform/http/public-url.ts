import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Under which address the world reaches this installation. */
@Injectable()
export class PublicUrl {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  /** `PUBLIC_URL`; without it the address that this process, or the api beside it, listens on. No slash at the end. */
  get url(): string {
    if (this.config.PUBLIC_URL) return this.config.PUBLIC_URL.replace(/\/+$/, '');
    const { HOST, PORT, ROLE } = this.config;
    const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
    return `http://${host.includes(':') ? `[${host}]` : host}:${ROLE === 'worker' ? PORT : (this.listening() ?? PORT)}`;
  }

  /** Whether a phone can open an address below it: not where it leads back to this machine. */
  get isReachable(): boolean {
    return !LOOPBACK.test(new URL(this.url).hostname);
  }

  private listening(): number | undefined {
    const address = this.host.httpAdapter?.getHttpServer()?.address() as AddressInfo | null | undefined;
    return address?.port;
  }
}
