import { Module } from '@nestjs/common';
import { GatewayModule } from '../gateway/gateway.module.js';
import { ApplyReceiptsProcessor } from './apply-receipts.processor.js';
import { ReceiptInbox } from './receipt-inbox.js';
import { ReceiptSweep } from './receipt.sweep.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { WebhookListener } from './webhook-listener.js';

/**
 * Owns what operators say back: takes it durably at the webhooks. Emits `apply-receipts`.
 * Never answers an operator before what it said is stored.
 */
@Module({
  imports: [GatewayModule],
  providers: [ReceiptInbox, ReceiptsRepository, WebhookListener],
})
export class ReceiptApiModule {}

/** Owns how receipts change deliveries. Emits nothing. Never downgrades a delivery. */
@Module({
  providers: [ApplyReceiptsProcessor, ReceiptSweep, ReceiptsRepository],
})
export class ReceiptModule {}
