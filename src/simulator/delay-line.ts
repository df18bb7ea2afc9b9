/** First in, first out, each after the same delay: so the first is always the first due, and nothing is sorted. */
export class DelayLine<Item> {
  private items: Item[] = [];
  private dues: number[] = [];
  private head = 0;

  constructor(readonly delayMs: number) {}

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: Item, nowMs: number): void {
    this.items.push(item);
    this.dues.push(nowMs + this.delayMs);
  }

  /** When the first is due, or Infinity. */
  nextDue(): number {
    return this.dues[this.head] ?? Infinity;
  }

  /** Takes the first out. */
  shift(): Item {
    const item = this.items[this.head++]!;
    if (this.head >= 4096 && this.head * 2 >= this.items.length) {
      this.items = this.items.slice(this.head);
      this.dues = this.dues.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  clear(): void {
    this.items = [];
    this.dues = [];
    this.head = 0;
  }
}
