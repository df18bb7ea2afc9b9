import { type DynamicModule, Module } from '@nestjs/common';
import { LOGGER, type Logger } from '../logging/logger.js';
import { CONFIG } from './config.js';
import type { Config } from './config.schema.js';

/** Makes the configuration and the logger, both made before the app, available everywhere. */
@Module({})
export class ConfigModule {
  static for(config: Config, logger: Logger): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [CONFIG, LOGGER],
    };
  }
}
