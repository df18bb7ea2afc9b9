import { parentPort, workerData } from 'node:worker_threads';
import { readCsv } from './csv-reader.js';
import { detectFileKind } from './file-kind.js';
import { SheetError } from './sheet-error.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import type { SheetRequest, SheetReply } from './sheet-worker.protocol.js';
import { LegacyText } from './legacy-text.js';
import { isOpenDocument, readOds } from './ods-reader.js';
import { readXml2003 } from './xml-2003-reader.js';
import { readXlsx } from './xlsx-reader.js';
import { ZipPackage } from './zip-package.js';

const BATCH_ROWS = 500;
const BATCH_CHARS = 512 * 1024;

const port = parentPort!;
const { path, limits, credits } = workerData as SheetRequest;

/** Counts how many batches may still go out before the consumer takes one. */
class Credit {
  private earned: (() => void) | null = null;

  constructor(private left: number) {}

  earn(): void {
    this.left++;
    this.earned?.();
  }

  async spend(): Promise<void> {
    while (this.left <= 0) await new Promise<void>((resolve) => (this.earned = resolve));
    this.left--;
  }
}

const credit = new Credit(credits);
port.on('message', () => credit.earn());

async function post(reply: SheetReply): Promise<void> {
  await credit.spend();
  port.postMessage(reply);
}

async function* readFile(): AsyncGenerator<SheetBatch> {
  const kind = await detectFileKind(path, limits);
  if (kind === 'csv') yield* readCsv(path, limits);
  // Loaded only where one comes: SheetJS is 1.5 MB of code.
  else if (kind === 'xls') yield* (await import('./xls-reader.js')).readXls(path, limits);
  else if (kind === 'html') yield* (await import('./xls-reader.js')).readHtmlTables(path, limits);
  else if (kind === 'xml') yield* readXml2003(path, limits);
  else yield* readZip();
}

async function* readZip(): AsyncGenerator<SheetBatch> {
  const zip = await ZipPackage.open(path, limits);
  try {
    yield* isOpenDocument(zip) ? readOds(zip, limits) : readXlsx(zip, limits);
  } finally {
    zip.close();
  }
}

const COMBINING = /[\u0300-\u036f]/;

/** `ệ` in three signs is `ệ` in one to everybody but a program. */
function compose({ cells }: SheetRow): void {
  for (let i = 0; i < cells.length; i++) {
    if (COMBINING.test(cells[i]!)) cells[i] = cells[i]!.normalize('NFC');
  }
}

async function read(): Promise<void> {
  const legacy = new LegacyText();
  let rows: SheetRow[] = [];
  let chars = 0;
  for await (const batch of readFile()) {
    for (const row of legacy.push(batch.rows)) {
      rows.push(row);
      compose(row);
      for (const cell of row.cells) chars += cell.length;
      if (rows.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
      await post({ kind: 'rows', rows, share: batch.share });
      rows = [];
      chars = 0;
    }
  }
  const rest = legacy.end();
  rest.forEach(compose);
  rows.push(...rest);
  if (rows.length > 0) await post({ kind: 'rows', rows, share: 1 });
}

async function readAndReport(): Promise<SheetReply> {
  try {
    await read();
    return { kind: 'end' };
  } catch (error) {
    if (error instanceof SheetError) return { kind: 'refused', code: error.code, sentence: error.message };
    return {
      kind: 'broken',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

port.postMessage(await readAndReport());
port.close();
