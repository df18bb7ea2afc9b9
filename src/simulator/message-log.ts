import { ReferenceIndex } from './reference-index.js';

const FATES = ['delivered', 'undelivered', 'expired'] as const;
export type Fate = (typeof FATES)[number];

/** One message that the operator took. */
export interface LoggedMessage {
  id: string;
  reference: string;
  phone: string;
  /** When it was first taken, ISO 8601. */
  at: string;
  /** How often it was sent to the phone: more than 1 is a duplicate. */
  count: number;
  fate: Fate;
  /** In which wire format it came. */
  format: string;
}

export interface LogSummary {
  /** Different references. */
  messages: number;
  /** Sendings: the sum of all counts. */
  sendings: number;
  /** References that were sent to the phone more than once. */
  duplicates: number;
  delivered: number;
  undelivered: number;
  expired: number;
}

/**
 * What reached the phones. One number per column and message instead of an object, so that a million messages stay
 * under 200 MB; the summary is kept up to date, not computed.
 */
export class MessageLog {
  private readonly references = new ReferenceIndex();
  private phones = new Float64Array(1024);
  private times = new Float64Array(1024);
  private counts = new Uint16Array(1024);
  private fates = new Uint8Array(1024);
  private formats = new Uint8Array(1024);
  private readonly formatNames: string[] = [];
  private totals: LogSummary = empty();

  get size(): number {
    return this.references.size;
  }

  /** The place of a reference, or undefined. */
  find(reference: string): number | undefined {
    return this.references.find(reference);
  }

  /** Logs a first sending and returns its place. */
  add(reference: string, phone: string, fate: Fate, format: string): number {
    const index = this.references.add(reference);
    if (index === this.phones.length) this.grow();
    this.phones[index] = Number(phone.replace(/\D/g, '')) || 0;
    this.times[index] = Date.now();
    this.counts[index] = 1;
    this.fates[index] = FATES.indexOf(fate);
    this.formats[index] = this.formatIndex(format);
    this.totals.messages++;
    this.totals.sendings++;
    this.totals[fate]++;
    return index;
  }

  /** The same message went out once more. */
  repeat(index: number): void {
    if (this.counts[index]!++ === 1) this.totals.duplicates++;
    this.totals.sendings++;
  }

  at(index: number): LoggedMessage {
    return {
      id: idOf(index),
      reference: this.references.at(index),
      phone: `+${this.phones[index]}`,
      at: new Date(this.times[index]!).toISOString(),
      count: this.counts[index]!,
      fate: this.fateOf(index),
      format: this.formatNames[this.formats[index]!]!,
    };
  }

  /** Milliseconds since the epoch at which it was first taken. */
  timeOf(index: number): number {
    return this.times[index]!;
  }

  fateOf(index: number): Fate {
    return FATES[this.fates[index]!]!;
  }

  summary(): LogSummary {
    return { ...this.totals };
  }

  clear(): void {
    this.references.clear();
    this.totals = empty();
  }

  private grow(): void {
    const length = this.phones.length * 2;
    this.phones = widened(this.phones, new Float64Array(length));
    this.times = widened(this.times, new Float64Array(length));
    this.counts = widened(this.counts, new Uint16Array(length));
    this.fates = widened(this.fates, new Uint8Array(length));
    this.formats = widened(this.formats, new Uint8Array(length));
  }

  private formatIndex(name: string): number {
    const known = this.formatNames.indexOf(name);
    return known < 0 ? this.formatNames.push(name) - 1 : known;
  }
}

/** The operator's own id of the message at a place. */
export function idOf(index: number): string {
  return `sim${(index + 1).toString(36)}`;
}

function widened<Column extends Float64Array | Uint16Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

function empty(): LogSummary {
  return { messages: 0, sendings: 0, duplicates: 0, delivered: 0, undelivered: 0, expired: 0 };
}
