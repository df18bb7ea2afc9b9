import { Module } from '@nestjs/common';
import { RefusalRegister } from '../directory/refusal-register.js';
import { RefusalsRepository } from '../directory/refusals.repository.js';
import { ConsentsService } from './consents.service.js';
import { DataRequestsService } from './data-requests.service.js';
import { DossierRepository } from './dossier.repository.js';
import { DossierService } from './dossier.service.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureService } from './erasure.service.js';
import { PrivacyController } from './privacy.controller.js';
import { RetentionSweep } from './retention.sweep.js';

/**
 * Owns what the law on personal data asks: grounds with their evidence, requests with their deadlines, everything on one
 * household, its erasure. Emits audit entries. Never changes a number of an account.
 */
@Module({
  controllers: [PrivacyController],
  providers: [
    ConsentsService,
    DataRequestsService,
    DossierRepository,
    DossierService,
    ErasureRepository,
    ErasureService,
    RefusalRegister,
    RefusalsRepository,
  ],
})
export class PrivacyApiModule {}

/** Owns the nightly clearing of what was kept long enough. Emits an audit entry a night. Never removes a row of the ledger. */
@Module({ providers: [RetentionSweep] })
export class PrivacyModule {}
