import { z } from 'zod';
import { connection } from '../connection.schema.js';

/** Settings of an account at the simulator (`npm run simulator`). */
export const SimulatorConfig = z.strictObject({
  /** Where it listens. */
  url: z.url({ protocol: /^https?$/, error: 'Địa chỉ phải bắt đầu bằng http:// hoặc https://.' }),
  /** Whether it is asked to report back. */
  receipts: z.boolean({ error: 'Là true hoặc false.' }).default(true),
  /** Must say what the simulator was started with (`--idempotent`). */
  idempotent: z.boolean({ error: 'Là true hoặc false.' }).default(true),
  connection,
});
export type SimulatorConfig = z.infer<typeof SimulatorConfig>;

/** Secrets of such an account. */
export interface SimulatorSecrets {
  /** What the simulator was started with (`--key`). */
  key: string;
}
