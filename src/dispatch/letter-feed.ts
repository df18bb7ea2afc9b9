import type { Renderer } from '../campaign/rendering.js';
import type { ChunkCursor } from './chunk-cursor.js';
import type { Letter } from './turn.js';

/** The letters of one turn, as they are claimed; those whose time was missed come again before any other. */
export class LetterFeed {
  /** How many parts a letter had on average in the last slice. */
  partsEach = 1;
  private waiting: Letter[] = [];

  constructor(
    private readonly cursor: ChunkCursor,
    private readonly renderer: Renderer,
  ) {}

  get isAtEnd(): boolean {
    return this.cursor.isAtEnd;
  }

  /** Whether nothing is left to be claimed and nothing that was claimed waits. */
  get isEmpty(): boolean {
    return this.cursor.isAtEnd && this.waiting.length === 0;
  }

  /** How many letters a slice of `size` would claim at most, beside those that wait. */
  room(size: number): number {
    return this.cursor.isAtEnd ? 0 : Math.max(0, size - this.waiting.length);
  }

  /**
   * Up to `size` letters, at most `room` of them claimed now; none where the next stretch of the chunk has nothing due.
   */
  async next(size: number, room: number): Promise<{ letters: Letter[]; claimed: number }> {
    const claimed = room > 0 ? await this.cursor.claim(room) : [];
    const letters = this.waiting.splice(0, size);
    for (const delivery of claimed)
      letters.push({ delivery, message: this.renderer.render(delivery, delivery.id) });
    if (letters.length > 0)
      this.partsEach = letters.reduce((sum, letter) => sum + letter.message.parts, 0) / letters.length;
    return { letters, claimed: claimed.length };
  }

  putBack(letters: readonly Letter[]): void {
    if (letters.length > 0) this.waiting = [...letters, ...this.waiting];
  }

  /** What was claimed and has not left. */
  drain(): Letter[] {
    return this.waiting.splice(0);
  }
}
