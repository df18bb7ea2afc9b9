import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CampaignModule } from './campaign/campaign.module.js';
import { WebhooksApiModule, WebhooksModule } from './campaign/webhooks/webhooks.module.js';
import { HouseholdLinksModule } from './campaign/household-links.module.js';
import { DirectoryModule, DirectoryWorkerModule } from './directory/directory.module.js';
import { ImportApiModule, ImportModule } from './directory/import/import.module.js';
import { DispatchApiModule, DispatchFiguresModule, DispatchModule } from './dispatch/dispatch.module.js';
import { GatewayApiModule, GatewayWorkerModule } from './gateway/gateway.module.js';
import { IdentityApiModule, IdentityModule } from './identity/identity.module.js';
import type { PasswordCost } from './identity/password-hasher.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Config } from './platform/config/config.schema.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HttpClientModule } from './platform/http-client/http-client.module.js';
import { DirectRoutes } from './platform/http/direct-routes.js';
import { HealthController } from './platform/http/health.controller.js';
import type { Logger } from './platform/logging/logger.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { QueuesModule } from './platform/queues/queues.module.js';
import { SweeperModule } from './platform/sweeper/sweeper.module.js';
import { ReceiptApiModule, ReceiptFiguresModule, ReceiptModule } from './receipt/receipt.module.js';
import { PrivacyApiModule, PrivacyModule } from './privacy/privacy.module.js';
import { ReportModule } from './report/report.module.js';

/** Which features each role loads: HTTP routes in `api`, processors and the sweeper in `worker`, both in `all`. */
const SHARED: Type[] = [
  DatabaseModule,
  HttpClientModule,
  MetricsModule,
  QueuesModule,
  HouseholdLinksModule,
  DispatchFiguresModule,
  ReceiptFiguresModule,
];
const API: Type[] = [
  IdentityApiModule,
  DirectoryModule,
  ImportApiModule,
  GatewayApiModule,
  CampaignModule,
  WebhooksApiModule,
  DispatchApiModule,
  ReceiptApiModule,
  ReportModule,
  PrivacyApiModule,
];
const WORKER: Type[] = [
  SweeperModule,
  GatewayWorkerModule,
  DirectoryWorkerModule,
  ImportModule,
  DispatchModule,
  ReceiptModule,
  WebhooksModule,
  PrivacyModule,
];

/** What tests and the generator of documents want otherwise. */
export interface AppOptions {
  /** Makes the app without its parts, so without Postgres or Redis: enough to describe its routes. */
  preview?: boolean;
  /** What a password hash costs. */
  passwordCost?: PasswordCost;
}

@Module({})
export class AppModule {
  static for(config: Config, logger: Logger, direct: DirectRoutes, options: AppOptions = {}): DynamicModule {
    const imports: (Type | DynamicModule)[] = [
      ConfigModule.for(config, logger),
      ...SHARED,
      IdentityModule.for(options.passwordCost),
    ];
    if (config.ROLE !== 'worker') imports.push(...API);
    if (config.ROLE !== 'api') imports.push(...WORKER);
    return {
      module: AppModule,
      global: true,
      imports,
      controllers: [HealthController],
      providers: [{ provide: DirectRoutes, useValue: direct }],
      exports: [DirectRoutes],
    };
  }
}
