/** Enough chunks for many workers to share a campaign; beyond that a larger chunk only means fewer jobs. */
const CHUNKS = 32;
/** Smaller ones cost too much: each is a job, 15 ms of Postgres. */
const SMALLEST = 1_000;

/** How many deliveries a chunk of a campaign has: at most `most`, and no less than 1,000 where that allows it. */
export function chunkSize(deliveries: number, most: number): number {
  return Math.min(most, Math.max(SMALLEST, Math.ceil(deliveries / CHUNKS)));
}
