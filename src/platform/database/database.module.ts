import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { END_DEAD_SESSION, NOTICE_DEAD_SERVER } from './dead-peers.js';
import { Sql } from './sql.js';

/**
 * Owns the connections to Postgres: one pool, shared by TypeORM (single rows that officials edit) and `Sql`.
 * Emits nothing. Never migrates: that is done once, before the app is made.
 */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG, LOGGER],
      useFactory: (config: Config, logger: Logger) => ({
        type: 'postgres',
        url: config.DATABASE_URL,
        poolSize: config.DATABASE_POOL_SIZE,
        autoLoadEntities: true,
        synchronize: false,
        logging: false,
        applicationName: `loa-luat ${config.ROLE}`,
        // Postgres restarts: the pool replaces the connection by itself, so this is news and not an error.
        poolErrorHandler: (error: unknown) => logger.warn({ event: 'database.connection-lost', error }),
        extra: { ...NOTICE_DEAD_SERVER, options: END_DEAD_SESSION },
      }),
    }),
  ],
  providers: [
    {
      provide: Sql,
      inject: [DataSource],
      useFactory: (source: DataSource) => new Sql((source.driver as PostgresDriver).master as Pool),
    },
  ],
  exports: [Sql],
})
export class DatabaseModule {}
