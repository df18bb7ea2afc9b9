/**
 * Made-up mobile numbers. Their last two digits decide what the simulator does with a message to them
 * (src/simulator/behaviours.ts); the endings are taken from that table by name, so that the two cannot disagree.
 */
import { BEHAVIOURS } from '../../src/simulator/behaviours.js';
import type { Random } from './random.js';

/** Three figures after the trunk 0; the second word is the 11-digit prefix of before 2018 where there was one. */
const PREFIXES: readonly (readonly [string, string | null])[] = (
  '032:0162 033:0163 034:0164 035:0165 036:0166 037:0167 038:0168 039:0169 070:0120 079:0121 077:0122 076:0126 ' +
  '078:0128 083:0123 084:0124 085:0125 081:0127 082:0129 056:0186 058:0188 086 088 090 091 093 094 096 097 098 092'
)
  .split(' ')
  .map((pair) => {
    const [prefix = '', old = null] = pair.split(':');
    return [prefix, old] as const;
  });

const MIDDLES = 100_000;
/** So many numbers are made before one would come twice. */
export const MAX_NUMBERS = PREFIXES.length * MIDDLES;

/** Shares of numbers that are not simply delivered, by the behaviour's name. None leaves a message in doubt. */
const SPECIAL: readonly (readonly [name: string, share: number])[] = [
  ['undelivered', 0.045],
  ['expired', 0.006],
  ['twice', 0.01],
  ['early', 0.01],
  ['out-of-order', 0.01],
  ['bad-recipient', 0.025],
  ['opted-out', 0.004],
];

const SPECIAL_ENDINGS = SPECIAL.map(([name, share]) => {
  const ending = [...BEHAVIOURS].find(([, behaviour]) => behaviour.name === name)?.[0];
  if (ending === undefined) throw new Error(`the simulator has no behaviour "${name}"`);
  return [ending, share] as const;
});
const DELIVERED_ENDINGS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).filter(
  (ending) => !BEHAVIOURS.has(ending),
);

export interface MadeUpNumber {
  /** `0912345678`. */
  national: string;
  /** `01623456789`, as it was written before 2018, where its carrier had such numbers. */
  before2018: string | null;
}

/**
 * Numbers, none twice, also not in another list with a `from` far enough away. Throws RangeError where they run out.
 * @param from how many numbers are left to other lists
 */
export function* madeUpNumbers(random: Random, from = 0): Generator<MadeUpNumber, never> {
  for (let i = from; i < MAX_NUMBERS; i++) {
    const [prefix, old] = PREFIXES[i % PREFIXES.length]!;
    // 61,803 and 100,000 have no common factor: each middle comes once a prefix, in an order that looks drawn.
    const middle = String((Math.floor(i / PREFIXES.length) * 61_803 + (i % PREFIXES.length) * 7_919 + 12_345) % MIDDLES);
    const last = middle.padStart(5, '0') + drawEnding(random);
    yield { national: prefix + last, before2018: old === null ? null : old + last };
  }
  throw new RangeError(`only ${MAX_NUMBERS} different numbers can be made up`);
}

function drawEnding(random: Random): string {
  let draw = random.next();
  for (const [ending, share] of SPECIAL_ENDINGS) {
    draw -= share;
    if (draw < 0) return ending;
  }
  return random.pick(DELIVERED_ENDINGS);
}
