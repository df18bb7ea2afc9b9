/** Enough chunks for many workers to share a campaign; beyond that a larger chunk only means fewer jobs. */
const CHUNKS = 32;
/** Smaller ones cost too much: each is a job, 15 ms of Postgres. */
const SMALLEST = 1_000;

/** How many deliveries a chunk of a campaign has: at most `most`, and no less than 1,000 where that allows it. */
export function chunkSize(deliveries: number, most: number): number {
  return Math.min(most, Math.max(SMALLEST, Math.ceil(deliveries / CHUNKS)));
}

/**
 * Where the chunks of a campaign begin, counted in deliveries from 0. Chunks that are sent side by side get on equally fast,
 * so chunks of one size would all end in the same moment and leave nothing to send while the next are taken. Where there
 * are several rounds of them, the first round is cut to sizes that grow evenly: from then on one ends at a time.
 * @param sideBySide chunks that one worker sends at once
 */
export function chunkStarts(deliveries: number, most: number, sideBySide: number): number[] {
  const size = chunkSize(deliveries, most);
  const isLong = deliveries > 2 * sideBySide * size;
  const starts: number[] = [];
  for (let next = 0; next < deliveries;) {
    starts.push(next);
    const share = isLong ? Math.min(1, starts.length / sideBySide) : 1;
    next += Math.ceil(size * share);
  }
  return starts;
}
