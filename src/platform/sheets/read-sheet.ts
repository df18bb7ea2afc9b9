// Owns: reading any uploaded file as rows, in a thread of its own with limits on memory and time.
// Emits: rows at the consumer's pace; `SheetError` for a file that is refused whole.
// Never: believes a file's name, or lets a hostile file block or fill the process.
import { Worker } from 'node:worker_threads';
import { SheetError } from './sheet-error.js';
import { DEFAULT_SHEET_LIMITS, type SheetLimits } from './sheet-limits.js';
import type { SheetRow } from './sheet-row.js';
import type { SheetReply, SheetRequest } from './sheet-worker.protocol.js';

export interface ReadSheetOptions {
  limits?: Partial<SheetLimits>;
  /** Ends the reading with the signal's reason. */
  signal?: AbortSignal;
  /** Told how much of the file has been read, from 0 to 1. */
  onShare?: (share: number) => void;
}

const CREDITS = 2;
/**
 * The rows of a workbook or CSV file in the file's order; which of the two it is, its content says.
 * Leaving the loop early ends the thread.
 */
export async function* readSheet(path: string, options: ReadSheetOptions = {}): AsyncGenerator<SheetRow> {
  const limits = { ...DEFAULT_SHEET_LIMITS, ...options.limits };
  const thread = new SheetThread({ path, limits, credits: CREDITS }, options.signal);
  try {
    for (;;) {
      const reply = await thread.next();
      if (reply.kind === 'end') return;
      if (reply.kind === 'refused') throw new SheetError(reply.code, reply.sentence);
      if (reply.kind === 'broken') throw new Error(`the sheet reader broke: ${reply.reason}`);
      yield* reply.rows;
      options.onShare?.(reply.share);
    }
  } finally {
    await thread.stop();
  }
}

class SheetThread {
  private readonly worker: Worker;
  private readonly replies: SheetReply[] = [];
  private failure: Error | null = null;
  private wake: (() => void) | null = null;
  private remainingMs: number;
  private taken = 0;
  private readonly abort = () => this.fail(asError(this.signal?.reason));

  constructor(
    request: SheetRequest,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.remainingMs = request.limits.readMs;
    this.worker = startWorker(request);
    this.worker.on('message', (reply: SheetReply) => {
      this.replies.push(reply);
      this.wake?.();
    });
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.fail(isMemory ? new SheetError('too-much-memory', undefined, { cause: error }) : error);
    });
    this.worker.on('exit', () => this.fail(new Error('the sheet reader ended without a word')));
    if (signal?.aborted) this.abort();
    signal?.addEventListener('abort', this.abort, { once: true });
  }

  /** The next reply. Time counts only while waiting here, so a slow consumer does not use up `readMs`. */
  async next(): Promise<SheetReply> {
    if (this.taken++ > 0) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.worker.postMessage('next');
    }
    const since = performance.now();
    const timer = setTimeout(() => this.fail(new SheetError('too-slow')), this.remainingMs);
    try {
      while (this.replies.length === 0 && !this.failure) {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearTimeout(timer);
      this.remainingMs -= performance.now() - since;
    }
    const reply = this.replies.shift();
    if (reply) return reply;
    throw this.failure!;
  }

  async stop(): Promise<void> {
    this.signal?.removeEventListener('abort', this.abort);
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('reading was aborted');
}

/**
 * The compiled worker beside this file. When this file runs from its source, as in tests, the worker does too, by the
 * hooks that the tests bring: so they never meet a stale build.
 */
function startWorker(request: SheetRequest): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: request.limits.memoryMb, maxYoungGenerationSizeMb: 8 };
  const options = { workerData: request, resourceLimits };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./sheet.worker.js', import.meta.url), options);
  const hooks = new URL('../../../test/support/typescript.mjs', import.meta.url).href;
  const execArgv = ['--import', hooks];
  return new Worker(new URL('./sheet.worker.ts', import.meta.url), { ...options, execArgv });
}
