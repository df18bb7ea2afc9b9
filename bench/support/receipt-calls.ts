import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import { CONCURRENCY } from './bare-sends.js';
import { OPERATOR_KEY } from './simulator.js';

/** One call of an operator to a webhook, ready to be made. */
export interface ReceiptCall {
  body: string;
  headers: Record<string, string>;
}

/** The call of the simulated operator that says what became of a message. */
export function receiptCall(
  reference: string,
  operatorId: string,
  status: 'delivered' | 'undelivered' = 'delivered',
  key = OPERATOR_KEY,
): ReceiptCall {
  const body = JSON.stringify({
    type: 'receipt',
    reference,
    id: operatorId,
    status,
    code: '0',
    at: new Date().toISOString(),
  });
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return { body, headers: { 'content-type': 'application/json', 'x-simulator-signature': signature } };
}

/**
 * Makes calls over 64 connections; every one must be answered with a 200.
 * @param seconds ends after so long, beginning again where the calls are at their end; default: when all are made
 * @returns calls per second
 */
export async function makeCalls(
  url: string,
  calls: readonly ReceiptCall[],
  seconds = Infinity,
): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONCURRENCY, pipelining: 1 });
  const end = performance.now() + seconds * 1000;
  let next = 0;
  const lane = async () => {
    while (performance.now() < end && (next < calls.length || seconds < Infinity)) {
      const { body, headers } = calls[next++ % calls.length]!;
      const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  const rate = next / ((performance.now() - began) / 1000);
  await pool.close();
  return rate;
}
