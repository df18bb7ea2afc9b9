import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { newPassword } from '../../src/identity/tokens.js';
import type { CreateUser } from '../../src/identity/user.schema.js';
import { type Role, SYSTEM } from '../../src/identity/permissions.js';
import { UsersService } from '../../src/identity/users.service.js';
import { type Config, ConfigSchema } from '../../src/platform/config/config.schema.js';
import { Sql } from '../../src/platform/database/sql.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { type TestDatabase, testDatabase } from './database.js';

/** The password of every person that `login` and `person` make, chosen by themselves. */
export const TEST_PASSWORD = 'mot-mat-khau-du-dai';

/** Hashes in under a millisecond. */
const CHEAP = { N: 1024, r: 1, p: 1 };

/** A person who is signed in. */
export interface SignedIn {
  userId: string;
  username: string;
  /** For the `cookie` header. */
  cookie: string;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON, or as multipart where it is a FormData. */
  body?: unknown;
  /** Who asks: a role (a user of that role is made and signed in at first use), a session, or an API key `ll_…`. Default: nobody. */
  as?: Role | SignedIn | `ll_${string}`;
  headers?: Record<string, string>;
}

export interface ApiAnswer<Body> {
  status: number;
  headers: Headers;
  /** The parsed JSON; a string for other texts; undefined where the answer is empty. */
  body: Body;
  /** The answer as it came, for files. */
  bytes: Buffer;
}

export interface TestApp {
  app: NestFastifyApplication;
  config: Config;
  /** `http://127.0.0.1:<port>` */
  url: string;
  sql: Sql;
  /** Every line that was logged, at every level. */
  logs: string[];
  /** Signs in a user of this role, made at first use. Another `username` gives another person of the same role. */
  login(role: Role, username?: string): Promise<SignedIn>;
  /** Makes a person with these rights, who signs in and chooses TEST_PASSWORD. */
  person(input: Omit<CreateUser, 'password'>): Promise<SignedIn>;
  /** Signs in with a password that somebody else chose or made, and chooses TEST_PASSWORD; answers the session's cookie. */
  ownPassword(username: string, given: string): Promise<string>;
  /**
   * One call of the API: `path` stands below `/api/v1`. It never throws for a status.
   * The body is `any` by default, because a test reads what it expects and fails where it is not there.
   */
  // oxlint-disable-next-line typescript/no-explicit-any
  api<Body = any>(path: string, request?: ApiRequest): Promise<ApiAnswer<Body>>;
  /** Stops the app and drops its database, but for one that was passed in. */
  close(): Promise<void>;
}

/**
 * Starts the real app (all roles) on a free port and a fresh database.
 * @param overrides settings that the test needs otherwise; `database` to start again on one that a test keeps
 */
export async function startApp({
  database,
  ...overrides
}: Partial<Config> & { database?: TestDatabase } = {}): Promise<TestApp> {
  const own = database ?? (await testDatabase());
  const discard = async () => {
    await rm(dataDir, { recursive: true, force: true });
    if (!database) await own.drop();
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'loa-luat-app-'));
  const config: Config = {
    ...ConfigSchema.parse({
      PORT: 0,
      SWEEP_SECONDS: 0.2,
      // Specs call hundreds of routes as one person in seconds.
      REQUESTS_PER_MINUTE: 1_000_000,
      SECRET_KEY: 'ab'.repeat(32),
      OUTGOING_ALLOW: '127.0.0.1, ::1',
    }),
    DATABASE_URL: own.url,
    DATA_DIR: dataDir,
    ...overrides,
  };
  const logs: string[] = [];
  const app = await createApp(config, createLogger('debug', { write: (line) => void logs.push(line) }), {
    passwordCost: CHEAP,
  });
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    await discard();
    throw error;
  }
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;

  const signedIn = new Map<string, Promise<SignedIn>>();
  const ownPassword = async (username: string, given: string): Promise<string> => {
    const first = await call(url, '/auth/login', { method: 'POST', body: { username, password: given } });
    const changed = await call(url, '/auth/password', {
      method: 'POST',
      headers: { cookie: cookieOf(first) },
      body: { currentPassword: given, newPassword: TEST_PASSWORD },
    });
    return cookieOf(changed);
  };
  const person = async (input: Omit<CreateUser, 'password'>): Promise<SignedIn> => {
    const password = newPassword();
    const { id, username } = await app.get(UsersService).create(SYSTEM, { ...input, password });
    return { userId: id, username, cookie: await ownPassword(username, password) };
  };
  const login = (role: Role, username: string = role): Promise<SignedIn> => {
    const key = `${role} ${username}`;
    if (!signedIn.has(key)) signedIn.set(key, person({ username, roles: [role] }));
    return signedIn.get(key)!;
  };

  return {
    app,
    config,
    url,
    sql: app.get(Sql),
    logs,
    login,
    person,
    ownPassword,
    api: async (path, { as, headers, ...request } = {}) => {
      const who = as === undefined ? {} : credentials(isRole(as) ? await login(as) : as);
      return call(url, path, { ...request, headers: { ...who, ...headers } });
    },
    close: async () => {
      await app.close();
      await discard();
    },
  };
}

/** The session's cookie that an answer sets, for the `cookie` header. Throws where it sets none. */
function cookieOf({ status, headers, body }: ApiAnswer<unknown>): string {
  const [set] = headers.getSetCookie();
  if (set === undefined) throw new Error(`no cookie came with ${status} ${JSON.stringify(body)}`);
  return set.split(';')[0]!;
}

function isRole(as: Role | SignedIn | `ll_${string}`): as is Role {
  return typeof as === 'string' && !as.startsWith('ll_');
}

function credentials(as: SignedIn | string): Record<string, string> {
  return typeof as === 'string' ? { authorization: `Bearer ${as}` } : { cookie: as.cookie };
}

async function call<Body>(
  url: string,
  path: string,
  { method = 'GET', body, headers = {} }: Omit<ApiRequest, 'as'>,
): Promise<ApiAnswer<Body>> {
  const isJson = body !== undefined && !(body instanceof FormData);
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as FormData) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: read(response, bytes) as Body, bytes };
}

function read(response: Response, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const type = response.headers.get('content-type') ?? '';
  return /[/+]json\b/.test(type) ? (JSON.parse(bytes.toString()) as unknown) : bytes.toString();
}
