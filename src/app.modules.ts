import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ConfigModule } from './platform/config/config.module.js';
import type { Config } from './platform/config/config.schema.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HealthController } from './platform/http/health.controller.js';
import type { Logger } from './platform/logging/logger.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { QueuesModule } from './platform/queues/queues.module.js';

/** Which features each role loads: HTTP routes in `api`, processors and the sweeper in `worker`, both in `all`. */
const SHARED: Type[] = [DatabaseModule, MetricsModule, QueuesModule];
const API: Type[] = [];
const WORKER: Type[] = [];

@Module({})
export class AppModule {
  static for(config: Config, logger: Logger): DynamicModule {
    const imports: (Type | DynamicModule)[] = [ConfigModule.for(config, logger), ...SHARED];
    if (config.ROLE !== 'worker') imports.push(...API);
    if (config.ROLE !== 'api') imports.push(...WORKER);
    return { module: AppModule, imports, controllers: [HealthController] };
  }
}
