import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { OutgoingGuard } from './outgoing-guard.js';

/** What everything that calls out must ask: `OutgoingGuard`. */
@Global()
@Module({
  providers: [
    { provide: OutgoingGuard, useFactory: (config: Config) => OutgoingGuard.of(config), inject: [CONFIG] },
  ],
  exports: [OutgoingGuard],
})
export class HttpClientModule {}
