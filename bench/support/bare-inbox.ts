import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { ReceiptEvent } from '../../src/gateway/gateway.js';
import { openPool } from '../../src/platform/database/open-pool.js';
import { Sql } from '../../src/platform/database/sql.js';
import { toRow } from '../../src/receipt/receipt-inbox.js';
import { ReceiptsRepository, type StoredEvent } from '../../src/receipt/receipts.repository.js';

/**
 * The least that can make a receipt durable: Node's own server and the statement that stores, committed in groups; with
 * `--apply` also the one that applies. No signature, no account, no token, no metrics. It believes what it is told.
 */
const { values } = parseArgs({
  options: {
    database: { type: 'string', default: '' },
    gateway: { type: 'string', default: '' },
    apply: { type: 'boolean', default: false },
  },
});
const APPLY_EVERY_MS = 400;
const SET = 1_000;

const pool = openPool({ connectionString: values.database, max: 3 });
const receipts = new ReceiptsRepository(new Sql(pool));
const prefix = await receipts.referencePrefix();
let waiting: { event: StoredEvent; response: ServerResponse }[] = [];
let isWriting = false;
let isApplying = false;

async function write(): Promise<void> {
  isWriting = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await receipts.store(group.map((each) => each.event));
    for (const { response } of group) response.writeHead(200, { 'content-length': 2 }).end('OK');
  }
  isWriting = false;
}

async function apply(): Promise<void> {
  if (isApplying) return;
  isApplying = true;
  while ((await receipts.apply(SET, '3 days')).looked === SET);
  isApplying = false;
}

function toEvent(body: string): StoredEvent {
  const said = JSON.parse(body) as Pick<ReceiptEvent, 'reference' | 'status' | 'code'> & {
    id: string;
    at: string;
  };
  const { reference, status, code, id: operatorId, at } = said;
  const event = { type: 'receipt', reference, status, code, operatorId, occurredAt: new Date(at) } as const;
  return toRow(values.gateway, event, prefix);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    waiting.push({ event: toEvent(Buffer.concat(chunks).toString()), response });
    if (!isWriting) void write();
  });
});
const timer = values.apply ? setInterval(() => void apply(), APPLY_EVERY_MS) : undefined;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`inbox listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => {
  clearInterval(timer);
  server.close(() => void pool.end());
  server.closeAllConnections();
});
