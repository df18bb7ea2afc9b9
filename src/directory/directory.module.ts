import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Area } from './area.entity.js';
import { AreaChangesController } from './area-changes.controller.js';
import { AreaBelongings } from './area-belongings.repository.js';
import { AreaChangesRepository } from './area-changes.repository.js';
import { AreaChangesService } from './area-changes.service.js';
import { AreaChangeUndoService } from './area-change-undo.service.js';
import { AreaChanging } from './area-changing.js';
import { AreaMovesRepository } from './area-moves.repository.js';
import { AreaTreeRepository } from './area-tree.repository.js';
import { BudgetBelongings } from './budget-belongings.repository.js';
import { RightBelongings } from './right-belongings.repository.js';
import { AreaHouseholdsRepository } from './area-households.repository.js';
import { AreaHouseholdsSweep } from './area-households.sweep.js';
import { AreaCountsRepository } from './area-counts.repository.js';
import { AreasController } from './areas.controller.js';
import { AreasRepository } from './areas.repository.js';
import { AreasService } from './areas.service.js';
import { AudienceRepository } from './audience.repository.js';
import { Contact } from './contact.entity.js';
import { Household } from './household.entity.js';
import { PropagandistsController } from './force/propagandists.controller.js';
import { PropagandistsRepository } from './force/propagandists.repository.js';
import { PropagandistsService } from './force/propagandists.service.js';
import { GroupsController } from './group/groups.controller.js';
import { GroupsRepository } from './group/groups.repository.js';
import { GroupsService } from './group/groups.service.js';
import { HouseholdExport } from './household-export.js';
import { HouseholdHistoryRepository } from './household-history.repository.js';
import { HouseholdMergesController } from './household-merges.controller.js';
import { HouseholdMergesService } from './household-merges.service.js';
import { HouseholdsController } from './households.controller.js';
import { HouseholdsRepository } from './households.repository.js';
import { HouseholdsService } from './households.service.js';
import { OfficesController } from './office/offices.controller.js';
import { OfficesService } from './office/offices.service.js';
import { OfficialUnitsController } from './official/official-units.controller.js';
import { OfficialUnitsService } from './official/official-units.service.js';
import { RefusalRegister } from './refusal-register.js';
import { RefusalsController } from './refusals.controller.js';
import { RefusalsRepository } from './refusals.repository.js';
import { RefusalsService } from './refusals.service.js';

/**
 * Owns areas, households, contacts, refusals and the force; answers "who is this audience?". Emits audit entries.
 * Never sends anything, never changes what a campaign's ledger says.
 */
@Module({
  imports: [TypeOrmModule.forFeature([Area, Household, Contact])],
  controllers: [
    AreaChangesController,
    AreasController,
    OfficialUnitsController,
    GroupsController,
    HouseholdMergesController,
    HouseholdsController,
    OfficesController,
    PropagandistsController,
    RefusalsController,
  ],
  providers: [
    AreaBelongings,
    AreaChangesRepository,
    BudgetBelongings,
    RightBelongings,
    AreaCountsRepository,
    AreaChangesService,
    AreaChangeUndoService,
    AreaChanging,
    AreaMovesRepository,
    AreaTreeRepository,
    OfficialUnitsService,
    AreasRepository,
    AreasService,
    AudienceRepository,
    GroupsRepository,
    GroupsService,
    HouseholdExport,
    HouseholdHistoryRepository,
    HouseholdMergesService,
    HouseholdsRepository,
    HouseholdsService,
    OfficesService,
    RefusalRegister,
    PropagandistsRepository,
    PropagandistsService,
    RefusalsRepository,
    RefusalsService,
  ],
  exports: [AudienceRepository, OfficesService, PropagandistsRepository],
})
export class DirectoryModule {}

/** Owns what the directory looks after by itself: the numbers of households that its triggers keep. Emits nothing. */
@Module({ providers: [AreaHouseholdsRepository, AreaHouseholdsSweep] })
export class DirectoryWorkerModule {}
