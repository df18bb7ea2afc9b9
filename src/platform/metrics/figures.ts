import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { LOGGER, type Logger } from '../logging/logger.js';
import { Metrics } from './metrics.js';

/** What was read is shown again for so long: many who scrape cost no more than one. */
const FRESH_MS = 5_000;
/** A scrape waits no longer for a server that does not answer. */
const PATIENCE_MS = 4_000;

/** Reads something and answers what sets the gauges: all of them at one moment, so that no scrape sees a half. */
type Reading = () => Promise<() => void>;

interface Source {
  name: string;
  gauges: Gauge[];
  read: Reading;
  freshMs: number;
  patienceMs: number;
  readAt: number;
  reading: Promise<void> | null;
}

/**
 * Gauges of what stands in the database or the queue, read when somebody scrapes. Every process shows the same, so over
 * several processes take the highest, never the sum. While a server is away its gauges are absent, and
 * `loaluat_figures_up` is 0: a stale figure would say that all is well.
 */
@Injectable()
export class Figures {
  private readonly sources: Source[] = [];
  private readonly up: Gauge<'source'>;

  constructor(
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.up = this.gauge('loaluat_figures_up', 'Whether the figures of a source could be read: 1, or 0.', [
      'source',
    ]);
  }

  /** Makes a gauge that a source sets. Names end in their unit; labels are ids and the words of a short list only. */
  gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.metrics.registry] });
  }

  /** Adds a source; call it once, from a constructor. */
  register(
    name: string,
    gauges: readonly Gauge[],
    read: Reading,
    { freshMs = FRESH_MS, patienceMs = PATIENCE_MS }: { freshMs?: number; patienceMs?: number } = {},
  ): void {
    this.sources.push({
      name,
      gauges: [...gauges],
      read,
      freshMs,
      patienceMs,
      readAt: -Infinity,
      reading: null,
    });
  }

  /** Everything this process has to say, in Prometheus' text format. Never throws because a server is away. */
  async scrape(): Promise<string> {
    await Promise.all(this.sources.map((source) => this.refresh(source)));
    return this.metrics.registry.metrics();
  }

  private async refresh(source: Source): Promise<void> {
    if (performance.now() - source.readAt < source.freshMs) return;
    source.reading ??= this.read(source).finally(() => (source.reading = null));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), source.patienceMs);
    });
    if ((await Promise.race([source.reading, late])) === 'late') this.hide(source);
    clearTimeout(timer);
  }

  private async read(source: Source): Promise<void> {
    try {
      const show = await source.read();
      for (const gauge of source.gauges) gauge.reset();
      show();
      source.readAt = performance.now();
      this.up.set({ source: source.name }, 1);
    } catch (error) {
      this.hide(source);
      this.logger.warn({ event: 'figures.not-read', source: source.name, error });
    }
  }

  private hide({ name, gauges }: Source): void {
    for (const gauge of gauges) {
      gauge.reset();
      // One without labels would say 0.
      gauge.remove();
    }
    this.up.set({ source: name }, 0);
  }
}
