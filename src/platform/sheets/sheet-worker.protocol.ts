import type { SheetErrorCode } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetRow } from './sheet-row.js';

/** What the worker gets at its start. */
export interface SheetRequest {
  path: string;
  limits: SheetLimits;
  /** Batches that may be on their way before the consumer has taken one; each taken batch is one message back. */
  credits: number;
}

export type SheetReply =
  | { kind: 'rows'; rows: SheetRow[]; share: number }
  | { kind: 'end' }
  | { kind: 'refused'; code: SheetErrorCode; sentence: string }
  | { kind: 'broken'; reason: string };
