/** What must be ended when the drill ends, in the opposite order; whatever is added after that is ended at once. */
export class Tidying {
  private readonly tasks: (() => Promise<unknown>)[] = [];
  private isOver = false;

  async add(task: () => Promise<unknown>): Promise<void> {
    if (this.isOver) await task();
    else this.tasks.push(task);
  }

  /** Ends everything; one task's trouble does not keep the others from being done. Throws the first trouble at the end. */
  async run(): Promise<void> {
    this.isOver = true;
    const troubles: unknown[] = [];
    for (const task of this.tasks.splice(0).reverse()) {
      await task().catch((error: unknown) => troubles.push(error));
    }
    if (troubles.length > 0) throw troubles[0];
  }
}
