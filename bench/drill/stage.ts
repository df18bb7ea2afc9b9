/**
 * Owns everything that a drill runs on: an own Postgres, an own Redis where asked for, the simulated operator, one api
 * process and a crew of workers. Emits nothing. Never touches a process that it did not start.
 */
import { rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import { migrate } from '../../src/platform/database/migrate.js';
import {
  deleteEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../../src/platform/embedded-postgres/throw-away-folder.js';
import { Program } from '../support/processes.js';
import { startSimulator } from '../support/simulator.js';
import { withClient } from '../support/with-client.js';
import { Crew } from './crew.js';
import { freePort, OwnRedis } from './own-redis.js';
import { Tidying } from './tidying.js';
import { WarningCounts } from './warnings.js';

export const PASSWORD = 'mat-khau-dien-tap';
/** Short, so that a dead worker's chunks are found within seconds. */
export const LEASE_SECONDS = 5;

export interface StageOptions {
  backend: 'postgres' | 'redis';
  gateway: 'idempotent' | 'plain';
  workers: number;
  latencyMs: number;
  /** Fills the directory; answers the id of the area that the campaign is for. */
  fill(client: pg.Client): Promise<string>;
  signal: AbortSignal;
  onWarning?: (line: string) => void;
}

export interface Stage {
  areaId: string;
  databaseUrl: string;
  dataDir: string;
  redis: OwnRedis | null;
  simulator: Program;
  api: ApiProcess;
  crew: Crew;
  warnings: WarningCounts;
}

/** An api that cannot start (its database is away) is started again after this, as a service manager would. */
const START_AGAIN_MS = 500;

/** The api: one process on one port, which comes back there after a kill. */
export class ApiProcess {
  private back: Promise<void> = Promise.resolve();
  private isStopping = false;

  private constructor(
    readonly url: string,
    private program: Program,
    private readonly launch: () => Promise<Program>,
  ) {}

  static async start(url: string, launch: () => Promise<Program>): Promise<ApiProcess> {
    return new ApiProcess(url, await launch(), launch);
  }

  /** Kills it; it comes back by itself, and nobody waits for that. */
  async kill(): Promise<void> {
    await this.back;
    await this.program.kill();
    this.back = this.comeBack();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.back;
    await this.program.stop();
  }

  private async comeBack(): Promise<void> {
    while (!this.isStopping) {
      try {
        this.program = await this.launch();
        return;
      } catch {
        // It said why in its log, which the drill counts.
        await sleep(START_AGAIN_MS);
      }
    }
  }
}

/** Starts everything; what was started is in `tidying` at every moment, also when this throws. */
export async function raiseStage(options: StageOptions, tidying: Tidying): Promise<Stage> {
  const folder = await makeThrowAwayFolder('loa-luat-drill-');
  await tidying.add(async () => {
    await deleteEmbeddedPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  });
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  await tidying.add(() => postgres.stop());
  options.signal.throwIfAborted();
  await migrate(postgres.url);
  const areaId = await withClient(postgres.url, (client) => options.fill(client));
  const redis = options.backend === 'redis' ? await OwnRedis.start() : null;
  if (redis) await tidying.add(() => redis.stop());
  const simulator = await startSimulator({
    'latency-ms': options.latencyMs,
    idempotent: options.gateway === 'idempotent',
    'late-receipt-ms': 3_000,
  });
  await tidying.add(() => simulator.stop());
  options.signal.throwIfAborted();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const warnings = new WarningCounts(options.onWarning);
  const shared = {
    ...NO_SETTINGS,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis?.url ?? '',
    DATA_DIR: folder,
    PUBLIC_URL: url,
    SECRET_KEY: randomBytes(32).toString('hex'),
    ADMIN_PASSWORD: PASSWORD,
    LEASE_SECONDS: String(LEASE_SECONDS),
    SHUTDOWN_SECONDS: '5',
    LOG_LEVEL: 'info',
  };
  const api = await ApiProcess.start(url, () =>
    Program.start(
      'src/main.js',
      [],
      { ...shared, ROLE: 'api', PORT: String(port) },
      { onLog: warnings.note },
    ),
  );
  await tidying.add(() => api.stop());
  options.signal.throwIfAborted();
  const crew = new Crew(options.workers, (onLog) =>
    Program.start(
      'src/main.js',
      [],
      { ...shared, ROLE: 'worker', PORT: '0' },
      {
        ready: /sẵn sàng/,
        onLog: (line) => {
          warnings.note(line);
          onLog(line);
        },
      },
    ),
  );
  await tidying.add(() => crew.stop());
  await crew.start();
  return { areaId, databaseUrl: postgres.url, dataDir: folder, redis, simulator, api, crew, warnings };
}

/** The drill's processes have the shipped settings but for what it says: nothing of the caller's environment counts. */
export const NO_SETTINGS: NodeJS.ProcessEnv = Object.fromEntries(
  Object.keys(ConfigSchema.shape).map((name) => [name, '']),
);
