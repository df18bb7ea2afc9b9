import { Injectable } from '@nestjs/common';
import type { GatewayHouse } from '../gateway-house.js';
import { ZaloTokensService } from './zalo-tokens.service.js';
import { ZaloUsersRepository } from './zalo-users.repository.js';

/** What adapters get of the house. */
@Injectable()
export class ZaloHouse {
  constructor(
    private readonly tokens: ZaloTokensService,
    private readonly users: ZaloUsersRepository,
  ) {}

  /** The house as an account of this area sees it; null: an account of no area. */
  of(areaId: string | null): GatewayHouse {
    const ownerId = areaId ?? '0';
    return {
      zaloTokens: ({ appId, oaId, oauthUrl }, appSecret) =>
        this.tokens.of({ ownerId, appId, oaId, oauthUrl, appSecret }),
      zaloUser: (oaId, phone) => this.users.behind({ ownerId, oaId }, phone),
    };
  }
}
