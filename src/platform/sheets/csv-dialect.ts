export type Delimiter = ',' | ';' | '\t' | '|';

export interface CsvDialect {
  delimiter: Delimiter;
  /** 1 where the first line is Excel's own `sep=;`, which a spreadsheet does not show as a row. */
  skipRecords: number;
}

const SAMPLE_CHARS = 64 * 1024;
const SAMPLE_LINES = 100;
const DELIMITERS: Delimiter[] = [';', '\t', ',', '|'];

/**
 * Finds the delimiter by the first lines: the one that most lines have equally often, outside quotes.
 * Commas inside addresses vary from line to line, so they lose against a real delimiter.
 */
export async function detectDelimiter(texts: AsyncIterable<string>): Promise<CsvDialect> {
  let sample = '';
  for await (const text of texts) {
    sample += text;
    if (sample.length >= SAMPLE_CHARS) break;
  }
  const declared = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  if (declared && (DELIMITERS as string[]).includes(declared)) {
    return { delimiter: declared as Delimiter, skipRecords: 1 };
  }
  const lines = unquotedLines(sample.slice(0, SAMPLE_CHARS));
  const best = DELIMITERS.map((delimiter) => ({ delimiter, score: regularity(lines, delimiter) }));
  best.sort((a, b) => b.score - a.score);
  return { delimiter: best[0]!.score > 0 ? best[0]!.delimiter : ',', skipRecords: 0 };
}

/** The lines of a sample with everything between quotes removed (and with it line ends inside cells). */
function unquotedLines(sample: string): string[] {
  return sample
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
}

/** How many lines share the commonest positive count; more columns decide between equals. */
function regularity(lines: string[], delimiter: Delimiter): number {
  const frequency = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length - 1;
    if (count > 0) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  }
  let score = 0;
  for (const [count, times] of frequency) score = Math.max(score, times + Math.min(count, 99) / 100);
  return score;
}
