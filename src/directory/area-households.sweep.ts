import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { AreaHouseholdsRepository } from './area-households.repository.js';

/** Folds the numbers of households of areas, once a round. */
@Injectable()
export class AreaHouseholdsSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly households: AreaHouseholdsRepository,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('area-households', () => this.households.fold());
  }
}
