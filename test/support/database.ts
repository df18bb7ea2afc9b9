import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.js';

export interface TestDatabase {
  url: string;
  /** Drops the database; sessions still open on it are ended. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_214_002;

/** A fresh database with all migrations applied, copied from a template that the run migrates once. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await testServerUrl();
  const template = `loa_luat_test_${process.env.TEST_RUN}`;
  const name = `${template}_${randomBytes(5).toString('hex')}`;
  await onServer(server, async (client) => {
    await prepareTemplate(client, server, template);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

/** An empty database, without our schema. */
export async function emptyTestDatabase(): Promise<TestDatabase> {
  const server = await testServerUrl();
  const name = `loa_luat_test_${process.env.TEST_RUN}_${randomBytes(5).toString('hex')}`;
  await onServer(server, (client) => client.query(`create database ${name}`));
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

async function testServerUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const answer = await fetch(process.env.TEST_POSTGRES_DOORBELL!);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

async function prepareTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  const exists = async () =>
    (await client.query('select 1 from pg_database where datname = $1', [template])).rowCount === 1;
  if (await exists()) return;
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await exists()) return;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    await migrate(databaseUrl(server, draft));
    await client.query(`alter database ${draft} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(server, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
