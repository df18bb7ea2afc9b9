import { Global, Module } from '@nestjs/common';
import { Figures } from './figures.js';
import { Metrics } from './metrics.js';

@Global()
@Module({ providers: [Metrics, Figures], exports: [Metrics, Figures] })
export class MetricsModule {}
