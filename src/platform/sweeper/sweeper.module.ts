import { Global, Module } from '@nestjs/common';
import { Sweeper } from './sweeper.js';

@Global()
@Module({ providers: [Sweeper], exports: [Sweeper] })
export class SweeperModule {}
