import { Module } from '@nestjs/common';
import { AccountRepository } from '../campaign/account.repository.js';
import { GatewayModule } from '../gateway/gateway.module.js';
import { AdvanceCampaignProcessor } from './advance-campaign.processor.js';
import { AwaitedReceiptsFigures } from './awaited-receipts.figures.js';
import { CampaignClock } from './campaign-clock.js';
import { CampaignsFigures } from './campaigns.figures.js';
import { Climber } from './climber.js';
import { LadderRepository } from './ladder.repository.js';
import { CampaignStarter } from './campaign-starter.js';
import { BreakersRepository } from './breakers.repository.js';
import { ChunkBells } from './chunk-bells.js';
import { ChunkRunner } from './chunk-runner.js';
import { ChunksRepository } from './chunks.repository.js';
import { DailyQuota } from './daily-quota.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DispatchSweep } from './dispatch.sweep.js';
import { DoubtSettler } from './doubt-settler.js';
import { DoubtsController } from './doubts.controller.js';
import { DoubtsRepository } from './doubts.repository.js';
import { DoubtsService } from './doubts.service.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { GatewaysFigures } from './gateways.figures.js';
import { Installation } from './installation.js';
import { LapsedLeases } from './lapsed-leases.js';
import { LateQuestions } from './late-questions.js';
import { LateRepository } from './late.repository.js';
import { Leases } from './leases.js';
import { OutboxDoubts } from './outbox/outbox-doubts.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { OutboxSender } from './outbox/outbox-sender.js';
import { OutboxSweep } from './outbox/outbox.sweep.js';
import { SendOutboxProcessor } from './outbox/send-outbox.processor.js';
import { OverdueReceipts } from './overdue-receipts.js';
import { PaceRepository } from './pace.repository.js';
import { Planner } from './planner.js';
import { ProbeGatewayProcessor } from './probe-gateway.processor.js';
import { SpendRepository } from './spend.repository.js';
import { SpendSweep } from './spend.sweep.js';
import { ProbeSweep } from './probe.sweep.js';
import { ReconcileProcessor } from './reconcile.processor.js';
import { ReconcileSweep } from './reconcile.sweep.js';
import { QuestionBudget } from './question-budget.js';
import { Recorder } from './recorder.js';
import { Reopening } from './reopening.js';
import { RepeatsRepository } from './repeats.repository.js';
import { RetriesController } from './retries.controller.js';
import { RetriesRepository } from './retries.repository.js';
import { RetriesService } from './retries.service.js';
import { RunningCampaigns } from './running-campaigns.js';
import { RungLeaver } from './rung-leaver.js';
import { RungRoutes } from './rung-routes.js';
import { SendChunkProcessor } from './send-chunk.processor.js';
import { SendingFences } from './sending-fences.js';
import { SliceSender } from './slice-sender.js';
import { StandingConnections } from './standing-connections.js';
import { StatusQuestions } from './status-questions.js';
import { TestMessageController } from './test-message.controller.js';
import { TestMessageService } from './test-message.service.js';
import { TriesRepository } from './tries.repository.js';
import { TrySender } from './try-sender.js';
import { TurnSender } from './turn-sender.js';
import { UnbegunTries } from './unbegun-tries.js';
import { WaitingQuestions } from './waiting-questions.js';
import { WaitingRepository } from './waiting.repository.js';

/**
 * Owns deliveries, attempts, chunks and the pace of gateways: turns an approved campaign into deliveries and sends them.
 * Owns the outbox of single messages, too. Emits requests to operators and rings of its own jobs. Never decides who is in
 * an audience, never reads a receipt.
 */
@Module({
  imports: [GatewayModule],
  providers: [
    AdvanceCampaignProcessor,
    CampaignClock,
    CampaignStarter,
    BreakersRepository,
    ChunkBells,
    ChunkRunner,
    Climber,
    LadderRepository,
    ChunksRepository,
    DailyQuota,
    DeliveriesRepository,
    DispatchSweep,
    DoubtSettler,
    DoubtsRepository,
    GatewayBrakes,
    Installation,
    LapsedLeases,
    LateQuestions,
    LateRepository,
    Leases,
    OutboxDoubts,
    OutboxRepository,
    OutboxSender,
    OutboxSweep,
    OverdueReceipts,
    QuestionBudget,
    PaceRepository,
    Planner,
    ProbeGatewayProcessor,
    ProbeSweep,
    ReconcileProcessor,
    ReconcileSweep,
    SpendRepository,
    SpendSweep,
    Recorder,
    Reopening,
    RepeatsRepository,
    RungLeaver,
    RungRoutes,
    RunningCampaigns,
    SendChunkProcessor,
    SendOutboxProcessor,
    SendingFences,
    SliceSender,
    StandingConnections,
    StatusQuestions,
    TriesRepository,
    TrySender,
    TurnSender,
    UnbegunTries,
    WaitingQuestions,
    WaitingRepository,
  ],
})
export class DispatchModule {}

/**
 * Owns what people say of deliveries in doubt, what they have tried again, and their test messages. Emits `advance-campaign`, and one request to an
 * operator for a test message. Never sends a message of a campaign.
 */
@Module({
  imports: [GatewayModule],
  controllers: [DoubtsController, RetriesController, TestMessageController],
  providers: [
    ChunksRepository,
    DoubtsRepository,
    DoubtsService,
    Installation,
    LadderRepository,
    PaceRepository,
    Reopening,
    RetriesRepository,
    RetriesService,
    TestMessageService,
  ],
})
export class DispatchApiModule {}

/** Figures of gateways and running campaigns for whatever watches the process, in every role. Only reads. */
@Module({ providers: [AccountRepository, AwaitedReceiptsFigures, CampaignsFigures, GatewaysFigures] })
export class DispatchFiguresModule {}
