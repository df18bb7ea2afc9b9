import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { GatewayRow } from './gateway.entity.js';
import { GatewayPool } from './gateway-pool.js';
import { GatewaysController } from './gateways.controller.js';
import { GatewaysRepository } from './gateways.repository.js';
import { GatewaysService } from './gateways.service.js';
import { PublicAddress } from './public-address.js';

/** Owns the living adapters of operator accounts, for those who send and those who listen. */
@Module({
  imports: [SecretsModule],
  providers: [GatewayPool, GatewaysRepository, PublicAddress],
  exports: [GatewayPool, GatewaysRepository, PublicAddress],
})
export class GatewayModule {}

/** The administrators' pages of operator accounts. */
@Module({
  imports: [GatewayModule, TypeOrmModule.forFeature([GatewayRow])],
  controllers: [GatewaysController],
  providers: [GatewaysService],
})
export class GatewayApiModule {}
