import { Global, Module } from '@nestjs/common';
import { OperatorWords } from '../dispatch/operator-words.js';
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

/**
 * Owns how receipts change deliveries, and hears what operators answer when dispatch asks them. Emits `apply-receipts`.
 * Never downgrades a delivery.
 */
@Global()
@Module({
  providers: [
    ApplyReceiptsProcessor,
    ReceiptInbox,
    ReceiptSweep,
    ReceiptsRepository,
    { provide: OperatorWords, useExisting: ReceiptInbox },
  ],
  exports: [OperatorWords],
})
export class ReceiptModule {}
