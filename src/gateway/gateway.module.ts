import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { GatewayRow } from './gateway.entity.js';
import { BindSlotsRepository } from './bind-slots.repository.js';
import { GatewayPool } from './gateway-pool.js';
import { DailyQuotaRepository } from './daily-quota.repository.js';
import { GatewaysController } from './gateways.controller.js';
import { GatewaysRepository } from './gateways.repository.js';
import { GatewaysService } from './gateways.service.js';
import { PublicAddress } from './public-address.js';
import { TemplatesController } from './templates.controller.js';
import { TemplatesRepository } from './templates.repository.js';
import { TemplatesService } from './templates.service.js';
import { TemplatesSweep } from './templates.sweep.js';
import { ZaloCallbackListener } from './zalo/zalo-callback.listener.js';
import { ZaloConsentService } from './zalo/zalo-consent.service.js';
import { ZaloController } from './zalo/zalo.controller.js';
import { ZaloGrantsRepository } from './zalo/zalo-grants.repository.js';
import { ZaloHouse } from './zalo/zalo-house.service.js';
import { ZaloSecrets } from './zalo/zalo-secrets.service.js';
import { ZaloTokensService } from './zalo/zalo-tokens.service.js';
import { ZaloTokensSweep } from './zalo/zalo-tokens.sweep.js';
import { ZaloUsersRepository } from './zalo/zalo-users.repository.js';

/** Owns the living adapters of operator accounts, for those who send and those who listen. */
@Module({
  imports: [SecretsModule],
  providers: [
    BindSlotsRepository,
    DailyQuotaRepository,
    GatewayPool,
    GatewaysRepository,
    PublicAddress,
    TemplatesRepository,
    TemplatesService,
    ZaloGrantsRepository,
    ZaloHouse,
    ZaloTokensService,
    ZaloUsersRepository,
  ],
  exports: [
    DailyQuotaRepository,
    GatewayPool,
    GatewaysRepository,
    PublicAddress,
    TemplatesRepository,
    TemplatesService,
    ZaloGrantsRepository,
    ZaloTokensService,
    ZaloUsersRepository,
  ],
})
export class GatewayModule {}

/** The administrators' pages of operator accounts. */
@Module({
  imports: [GatewayModule, TypeOrmModule.forFeature([GatewayRow])],
  controllers: [GatewaysController, TemplatesController, ZaloController],
  providers: [GatewaysService, ZaloCallbackListener, ZaloConsentService, ZaloSecrets],
})
export class GatewayApiModule {}

/** What accounts need done whether or not anything is being sent: their tokens renewed, their templates read. */
@Module({
  imports: [GatewayModule],
  providers: [TemplatesSweep, ZaloTokensSweep],
})
export class GatewayWorkerModule {}
