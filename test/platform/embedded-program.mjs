// A small app on the embedded database: starts it, says where it is, and stops it last when asked to end.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';

const [dataDir, leave] = process.argv.slice(2);
let postgres;
try {
  postgres = await startEmbeddedPostgres({ dataDir });
} catch (error) {
  console.log(`error ${error.message}`);
  process.exit(1);
}
const client = new pg.Client({ connectionString: postgres.url });
client.on('error', (error) => console.log(`lost ${error.message}`));
await client.connect();
const { rows } = await client.query('show data_directory');
console.log(`server ${readFileSync(`${rows[0].data_directory}/postmaster.pid`, 'utf8').split('\n')[0]}`);
const asked = new Promise((resolve) => {
  setInterval(() => undefined, 1000);
  for (const name of ['SIGTERM', 'SIGINT']) process.once(name, resolve);
});
console.log(`url ${postgres.url}`);
if (leave === 'leave') process.exit(3);

const signal = await asked;
// What an app still does after the signal: it needs its database.
const answer = await client.query('select pg_sleep(0.3), 42 as answer');
console.log(`after ${signal}: ${answer.rows[0].answer}`);
await client.end();
await postgres.stop();
console.log('stopped');
process.exit(0);
