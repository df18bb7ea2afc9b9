import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { readConfig } from '../../src/platform/config/config.js';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  healthcheck?: { test?: string | string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  ports?: string[];
  container_name?: string;
  profiles?: string[];
}

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const compose = load(read('docker-compose.yml'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const dockerfile = read('Dockerfile');

/** What an operator puts into `.env`. */
const ANSWERS: Record<string, string> = {
  POSTGRES_PASSWORD: 'a1b2c3',
  SECRET_KEY: '0'.repeat(64),
  ADMIN_PASSWORD: 'mật khẩu dài',
  PUBLIC_URL: 'https://loaluat.example',
};

/** What the containers decide, not the operator: where a process listens, what it is, the servers and the folder beside it. */
const FIXED = new Set(['ROLE', 'HOST', 'PORT', 'WORKER_PORT', 'DATA_DIR', 'DATABASE_URL', 'REDIS_URL']);
const SETTABLE = Object.keys(ConfigSchema.shape).filter((name) => !FIXED.has(name));

/** `${NAME:-default}` and `${NAME:?complaint}` as Compose fills them in. */
function fillIn(value: string | number, answers = ANSWERS): string {
  return String(value).replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, sign?: string, rest?: string) => {
      const answer = answers[name] ?? (sign === '-' ? rest : undefined);
      if (answer === undefined) throw new Error(`${name} has no value`);
      return answer;
    },
  );
}

const environmentOf = ({ environment = {} }: Service, answers = ANSWERS) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fillIn(value, answers)]));

/** The program of a command such as `node dist/src/main.js --port 1`. */
function expectProgram(command: readonly string[]): void {
  const [program, file] = command;
  expect(program).toBe('node');
  expect(file).toMatch(/^dist\/src\/.*\.js$/);
  expect(existsSync(join(ROOT, file!.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
}

describe('docker-compose.yml', () => {
  it('has a database, a queue, the api, a worker, and where asked for a simulator and a Prometheus', () => {
    expect(services.map(([name]) => name).toSorted()).toEqual([
      'api',
      'postgres',
      'prometheus',
      'simulator',
      'valkey',
      'worker',
    ]);
    expect(compose.services.simulator!.profiles).toEqual(['simulator']);
    expect(compose.services.prometheus!.profiles).toEqual(['watching']);
  });

  it.each(ours)('sets only variables that the %s knows, to values that it takes', (_name, service) => {
    const environment = environmentOf(service);
    for (const name of Object.keys(environment)) expect(Object.keys(ConfigSchema.shape)).toContain(name);
    expect(() => readConfig(environment)).not.toThrow();
  });

  it('gives api and workers the same database, queue and key', () => {
    const [api, worker] = [compose.services.api!, compose.services.worker!].map((each) =>
      environmentOf(each),
    );
    expect(readConfig(api)).toMatchObject({ ROLE: 'api', HOST: '0.0.0.0', PORT: 3000 });
    expect(readConfig(worker)).toMatchObject({ ROLE: 'worker' });
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'SECRET_KEY', 'PUBLIC_URL'])
      expect(api![name]).toBe(worker![name]);
    expect(compose.services.worker!.volumes).toEqual(compose.services.api!.volumes);
  });

  it.each(['api', 'worker'])('hands every setting of `.env` on to the %s', (name) => {
    const answers = Object.fromEntries(SETTABLE.map((setting) => [setting, `own ${setting}`]));
    const environment = environmentOf(compose.services[name]!, { ...ANSWERS, ...answers });
    expect(SETTABLE.length).toBeGreaterThan(20);
    expect(environment).toMatchObject(answers);
  });

  it('leaves a setting that `.env` does not name at its default', () => {
    const { SECRET_KEY, PUBLIC_URL, ADMIN_PASSWORD } = ANSWERS;
    const worker = environmentOf(compose.services.worker!);
    const { ROLE, HOST, PORT, WORKER_PORT, DATABASE_URL, REDIS_URL, OUTGOING_ALLOW } = worker;
    const named = { ROLE, HOST, PORT, WORKER_PORT, DATABASE_URL, REDIS_URL, OUTGOING_ALLOW };
    expect(readConfig(worker)).toEqual(readConfig({ ...named, SECRET_KEY, PUBLIC_URL, ADMIN_PASSWORD }));
  });

  it('connects to the servers that it starts', () => {
    const { DATABASE_URL, REDIS_URL } = environmentOf(compose.services.api!);
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = environmentOf(compose.services.postgres!);
    expect(DATABASE_URL).toBe(
      `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`,
    );
    expect(REDIS_URL).toBe('redis://valkey:6379');
  });

  it('can run many workers', () => {
    const { container_name, ports } = compose.services.worker!;
    expect({ container_name, ports }).toEqual({ container_name: undefined, ports: undefined });
  });

  it('keeps the queue: nothing is evicted, and it is on disk', () => {
    expect(compose.services.valkey!.command!.join(' ')).toMatch(
      /--maxmemory-policy noeviction .*--appendonly yes/,
    );
  });

  it.each(services)('refers only to what exists, in %s', (_name, service) => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[other]!.healthcheck?.test).toBeDefined();
    }
    for (const volume of service.volumes ?? []) {
      const [from] = volume.split(':') as [string];
      if (from.startsWith('./')) expect(existsSync(join(ROOT, from))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(from);
    }
    expect(service.build ?? service.image).toBeDefined();
  });

  it('has Prometheus ask every process of ours where it answers', () => {
    const { scrape_configs: jobs } = load(read('ops/prometheus/prometheus.yml')) as {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const { names, port } = jobs[0]!.dns_sd_configs[0]!;
    const { api, worker } = compose.services;
    expect(names.map((name) => compose.services[name])).toEqual([api, worker]);
    expect([api!.environment!.PORT, worker!.environment!.WORKER_PORT]).toEqual([port, port]);
  });

  it('runs programs that exist', () => {
    const commands = ours.flatMap(([, { command }]) => (command ? [command] : []));
    expect(commands).toHaveLength(1);
    commands.forEach(expectProgram);
  });
});

describe('the Dockerfile', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1)!;

  it('runs the app, not as root, with production packages only', () => {
    expectProgram(JSON.parse(/^CMD (\[.*\])$/m.exec(last)![1]!) as string[]);
    expect(last).toMatch(/^USER node$/m);
    const [, source] = /^COPY --from=(\w+) \S+node_modules /m.exec(last)!;
    const packages = stages.find((stage) => stage.split('\n')[0]!.endsWith(` AS ${source}`))!;
    expect(packages).toContain('npm ci --omit=dev');
  });

  it('watches its health', () => {
    expect(last).toMatch(/^HEALTHCHECK [^]*\/healthz/m);
  });

  it('builds on a Node that package.json takes, with a script that package.json has', () => {
    const { engines, scripts } = JSON.parse(read('package.json')) as {
      engines: { node: string };
      scripts: Record<string, string>;
    };
    const least = Number(/\d+/.exec(engines.node)![0]);
    for (const stage of stages) expect(Number(/^node:(\d+)/.exec(stage)![1])).toBeGreaterThanOrEqual(least);
    for (const [, name] of dockerfile.matchAll(/npm run (\S+)/g))
      expect(Object.keys(scripts)).toContain(name);
  });

  it('leaves data, secrets and installed packages out of the image', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['node_modules', 'data', '.env', '.git']),
    );
  });
});
