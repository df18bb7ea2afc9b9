import { Global, Module } from '@nestjs/common';
import { HouseholdsRepository } from '../directory/households.repository.js';
import { RefusalsRepository } from '../directory/refusals.repository.js';
import { OperatorWords } from '../dispatch/operator-words.js';
import { OutboxRepository } from '../dispatch/outbox/outbox.repository.js';
import { RefusedNumbersRepository } from '../dispatch/refused-numbers.repository.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { ApplyReceiptsProcessor } from './apply-receipts.processor.js';
import { OutboxReceiptsRepository } from './outbox-receipts.repository.js';
import { EventRouter } from './event-router.js';
import { PartReceiptsRepository } from './part-receipts.repository.js';
import { ReceiptInbox } from './receipt-inbox.js';
import { ReceiptSweep } from './receipt.sweep.js';
import { ReceiptsFigures } from './receipts.figures.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { HouseholdPageController } from './page/household-page.controller.js';
import { HouseholdPageRepository } from './page/household-page.repository.js';
import { HouseholdPageService } from './page/household-page.service.js';
import { PageLimits } from './page/page-limits.js';
import { CannedAnswersController } from './reply/canned-answers.controller.js';
import { CannedAnswersService } from './reply/canned-answers.service.js';
import { ReadInboxProcessor } from './reply/read-inbox.processor.js';
import { RepliesController } from './reply/replies.controller.js';
import { RepliesRepository } from './reply/replies.repository.js';
import { RepliesService } from './reply/replies.service.js';
import { ReplyReader } from './reply/reply-reader.js';
import { ReplySettingsController } from './reply/reply-settings.controller.js';
import { ThreadRepository } from './reply/thread.repository.js';
import { UnreadRepliesRepository } from './reply/unread-replies.repository.js';
import { WebhookListener } from './webhook-listener.js';

/**
 * Owns what operators say back: takes it durably at the webhooks; what officials do with replies; and the pages that
 * households open from a message. Emits
 * `apply-receipts`, `read-inbox`, `send-outbox`. Never answers an operator before what it said is stored.
 */
@Module({
  imports: [GatewayModule],
  controllers: [HouseholdPageController, RepliesController, CannedAnswersController, ReplySettingsController],
  providers: [
    CannedAnswersService,
    EventRouter,
    HouseholdPageRepository,
    HouseholdPageService,
    HouseholdsRepository,
    OutboxRepository,
    PageLimits,
    ReceiptInbox,
    ReceiptsRepository,
    RefusalsRepository,
    RefusedNumbersRepository,
    RepliesRepository,
    RepliesService,
    ThreadRepository,
    WebhookListener,
  ],
})
export class ReceiptApiModule {}

/**
 * Owns how receipts change deliveries and what replies do, and hears what operators answer when dispatch asks them. Emits
 * `apply-receipts`, `read-inbox`, `send-outbox`. Never downgrades a delivery, never reads a reply twice.
 */
@Global()
@Module({
  imports: [GatewayModule],
  providers: [
    ApplyReceiptsProcessor,
    OutboxReceiptsRepository,
    OutboxRepository,
    PartReceiptsRepository,
    ReadInboxProcessor,
    ReceiptInbox,
    ReceiptSweep,
    ReceiptsRepository,
    RefusalsRepository,
    RefusedNumbersRepository,
    ReplyReader,
    UnreadRepliesRepository,
    { provide: OperatorWords, useExisting: ReceiptInbox },
  ],
  exports: [OperatorWords],
})
export class ReceiptModule {}

/** Figures of receipts for whatever watches the process, in every role. Only reads. */
@Module({ providers: [ReceiptsFigures] })
export class ReceiptFiguresModule {}
