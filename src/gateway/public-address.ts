import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';

/** Under which address operators reach this installation's webhooks. */
@Injectable()
export class PublicAddress {
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

  webhookUrl(gatewayId: string, token: string): string {
    return `${this.url}/webhooks/${gatewayId}/${token}`;
  }

  /** Where Zalo sends the administrator of an OA back to; it is saved in Zalo's console, so it is the same for all. */
  get zaloCallbackUrl(): string {
    return `${this.url}/zalo/callback`;
  }

  private listening(): number | undefined {
    const address = this.host.httpAdapter?.getHttpServer()?.address() as AddressInfo | null | undefined;
    return address?.port;
  }
}
