/** Counts the tries of a turn that have begun and are not recorded yet. A promise for each would be one more a message. */
export class TriesOnTheirWay {
  private count = 0;
  private failure: { error: unknown } | null = null;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count++;
  }

  /** One of them is recorded. */
  readonly end = (): void => {
    if (--this.count > 0) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  };

  /** What became of one of them cannot be recorded: it stays `sending`, and its chunk keeps its lease until that lapses. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.end();
  }

  /** Resolves when none is left; rejects with what kept one from being recorded. */
  async none(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure) throw this.failure.error;
  }
}
