import pg from 'pg';

export default async function tearDown() {
  await globalThis.stopTestPostgres?.();
  if (process.env.TEST_DATABASE_URL) await dropTemplate(process.env.TEST_DATABASE_URL);
}

async function dropTemplate(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`drop database if exists loa_luat_test_${process.env.TEST_RUN} with (force)`);
  } finally {
    await client.end();
  }
}
