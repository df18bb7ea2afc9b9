/** Counts what processes log at warning and above, by event: the drill shows at the end what they went through. */
export class WarningCounts {
  private readonly counts = new Map<string, number>();

  constructor(private readonly onWarning: ((line: string) => void) | undefined) {}

  /** Takes one line of a log. */
  readonly note = (line: string): void => {
    const { level, event } = readLogLine(line);
    if (level !== undefined && !['warn', 'error', 'fatal', 40, 50, 60].includes(level)) return;
    const name = event ?? 'no-event';
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.onWarning?.(line);
  };

  /** Events and how often they came, most frequent first. */
  entries(): [string, number][] {
    return [...this.counts].toSorted(([, a], [, b]) => b - a);
  }
}

interface LogLine {
  [key: string]: unknown;
  level?: string | number;
  event?: string;
}

/** What a line of a log says; empty for one that is none of ours. */
export function readLogLine(line: string): LogLine {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as LogLine) : {};
  } catch {
    return {}; // not written by our logger: counted as an event without a name
  }
}
