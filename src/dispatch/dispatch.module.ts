import { Module } from '@nestjs/common';
import { GatewayModule } from '../gateway/gateway.module.js';
import { AdvanceCampaignProcessor } from './advance-campaign.processor.js';
import { CampaignClock } from './campaign-clock.js';
import { ChunkRunner } from './chunk-runner.js';
import { ChunksRepository } from './chunks.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DispatchSweep } from './dispatch.sweep.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { Installation } from './installation.js';
import { LapsedLeases } from './lapsed-leases.js';
import { Leases } from './leases.js';
import { PaceRepository } from './pace.repository.js';
import { Planner } from './planner.js';
import { Recorder } from './recorder.js';
import { RunningCampaigns } from './running-campaigns.js';
import { SendChunkProcessor } from './send-chunk.processor.js';
import { TrySender } from './try-sender.js';

/**
 * Owns deliveries, attempts, chunks and the pace of gateways: turns an approved campaign into deliveries and sends them.
 * Emits requests to operators and rings of its own jobs. Never decides who is in an audience, never reads a receipt.
 */
@Module({
  imports: [GatewayModule],
  providers: [
    AdvanceCampaignProcessor,
    CampaignClock,
    ChunkRunner,
    ChunksRepository,
    DeliveriesRepository,
    DispatchSweep,
    GatewayBrakes,
    Installation,
    LapsedLeases,
    Leases,
    PaceRepository,
    Planner,
    Recorder,
    RunningCampaigns,
    SendChunkProcessor,
    TrySender,
  ],
})
export class DispatchModule {}
