/**
 * When a campaign would leave, for whoever plans it: the stretches of open hours that so many seconds of sending fill.
 * A forecast from the account's rate alone; what really moves is measured while it moves.
 */
import { type Hours, nextClosing, nextOpening, type OpenTimes } from './quiet-hours.js';

export interface Stretch {
  from: Date;
  to: Date;
}

/** Nobody plans further than this many windows ahead: beyond it there is no forecast. */
const MOST_STRETCHES = 60;

/**
 * The stretches in which `seconds` of sending happen from `start` on, in order; closed hours lie between them.
 * @returns null where the hours never open again, or the sending would take more than 60 windows
 */
export function sendingStretches(hours: Hours | OpenTimes, start: Date, seconds: number): Stretch[] | null {
  const stretches: Stretch[] = [];
  let left = seconds * 1000;
  let at = start;
  while (stretches.length < MOST_STRETCHES) {
    const from = nextOpening(hours, at);
    if (!from) return null;
    const closing = nextClosing(hours, from);
    const room = closing ? closing.getTime() - from.getTime() : Infinity;
    const taken = Math.min(left, room);
    stretches.push({ from, to: new Date(from.getTime() + taken) });
    left -= taken;
    if (left <= 0) return stretches;
    at = closing!;
  }
  return null;
}
