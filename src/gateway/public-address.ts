import { Injectable } from '@nestjs/common';
import { PublicUrl } from '../platform/http/public-url.js';

/** Under which address operators reach this installation's webhooks. */
@Injectable()
export class PublicAddress extends PublicUrl {
  webhookUrl(gatewayId: string, token: string): string {
    return `${this.url}/webhooks/${gatewayId}/${token}`;
  }

  /** Where Zalo sends the administrator of an OA back to; it is saved in Zalo's console, so it is the same for all. */
  get zaloCallbackUrl(): string {
    return `${this.url}/zalo/callback`;
  }
}
