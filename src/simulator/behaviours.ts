/** Reasons for which an operator does not take a message. Each format has a code of its own for each. */
export const REFUSALS = [
  'throttled',
  'bad-recipient',
  'opted-out',
  'bad-content',
  'quota',
  'night',
  'misconfigured',
  'rejected',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** How the simulated operator treats a message; chosen by the last two digits of its number. */
export interface Behaviour {
  name: string;
  /** One line for `--help`. */
  says: string;
  /** What the HTTP caller gets. */
  answer:
    | 'accepted'
    | 'slow'
    | 'none'
    | 'reset'
    | 'truncated'
    | 'html'
    | 'error'
    | Refusal
    | 'throttled-once'
    /** Refused with the very code that a test named. */
    | 'code';
  /** For `code`. */
  code?: string;
  /** Whether the operator took the message: whether it stands in the log and ends at the phone or on the way there. */
  isTaken: boolean;
  /** What becomes of a message that was taken. */
  fate: 'delivered' | 'undelivered' | 'expired';
  receipt: 'normal' | 'late' | 'twice' | 'before-answer' | 'out-of-order' | 'none';
}

const TAKEN = { answer: 'accepted', isTaken: true, fate: 'delivered', receipt: 'normal' } as const;
const REFUSED = { isTaken: false, fate: 'undelivered', receipt: 'none' } as const;

export const DELIVERED: Behaviour = { name: 'delivered', says: 'accepted, then delivered', ...TAKEN };

/** By ending. Every ending that is not here is delivered. */
// prettier-ignore
export const BEHAVIOURS: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['80', { name: 'undelivered', says: 'accepted, then undelivered (phone switched off)', ...TAKEN, fate: 'undelivered' }],
  ['81', { name: 'expired', says: 'accepted, then the operator gives up', ...TAKEN, fate: 'expired' }],
  ['82', { name: 'late', says: 'delivered, its receipt comes late (--late-receipt-ms)', ...TAKEN, receipt: 'late' }],
  ['83', { name: 'twice', says: 'delivered, its receipt comes twice', ...TAKEN, receipt: 'twice' }],
  ['84', { name: 'early', says: 'delivered, its receipt comes before the answer', ...TAKEN, receipt: 'before-answer' }],
  ['85', { name: 'out-of-order', says: 'delivered, then a stale "accepted" receipt', ...TAKEN, receipt: 'out-of-order' }],
  ['86', { name: 'silent', says: 'delivered, no receipt ever (GET /status tells)', ...TAKEN, receipt: 'none' }],
  ['87', { name: 'slow', says: 'accepted, answered after 3 s, delivered', ...TAKEN, answer: 'slow' }],
  ['88', { name: 'throttled-once', says: '429 with Retry-After: 1 at first, delivered when sent again', ...TAKEN, answer: 'throttled-once' }],
  ['89', { name: 'throttled', says: '429 with Retry-After: 1, always', ...REFUSED, answer: 'throttled' }],
  ['90', { name: 'lost-answer', says: 'accepted, never answered; delivered', ...TAKEN, answer: 'none' }],
  ['91', { name: 'no-answer', says: 'never answered and not taken', ...REFUSED, answer: 'none' }],
  ['92', { name: 'error', says: '500, not taken', ...REFUSED, answer: 'error' }],
  ['93', { name: 'error-after', says: 'accepted, then 500; delivered', ...TAKEN, answer: 'error' }],
  ['94', { name: 'truncated', says: 'accepted, the answer breaks off; delivered', ...TAKEN, answer: 'truncated' }],
  ['95', { name: 'html', says: 'accepted, the answer is an HTML page; delivered', ...TAKEN, answer: 'html' }],
  ['96', { name: 'reset', says: 'accepted, the connection is reset; delivered', ...TAKEN, answer: 'reset' }],
  ['97', { name: 'bad-recipient', says: 'refused: the number cannot receive', ...REFUSED, answer: 'bad-recipient' }],
  ['98', { name: 'opted-out', says: 'refused: the person blocked the sender', ...REFUSED, answer: 'opted-out' }],
  ['99', { name: 'bad-content', says: 'refused: the text is not allowed', ...REFUSED, answer: 'bad-content' }],
]);

/** Behaviours that no ending has: a test or `--behaviour` asks for them by name. */
export const BY_NAME_ONLY: readonly Behaviour[] = [
  { name: 'quota', says: 'refused: out of money or messages', ...REFUSED, answer: 'quota' },
  { name: 'night', says: 'refused: not at this hour', ...REFUSED, answer: 'night' },
  {
    name: 'misconfigured',
    says: 'refused: the account is not in order',
    ...REFUSED,
    answer: 'misconfigured',
  },
  { name: 'rejected', says: 'refused for another reason', ...REFUSED, answer: 'rejected' },
];

const BY_NAME = new Map(
  [DELIVERED, ...BEHAVIOURS.values(), ...BY_NAME_ONLY].map((behaviour) => [behaviour.name, behaviour]),
);

/** Refuses with a code of the operator, as it is. */
export function refusalWith(code: string): Behaviour {
  return { name: `code ${code}`, says: `refused with the code ${code}`, ...REFUSED, answer: 'code', code };
}

export function behaviourNamed(name: string): Behaviour | undefined {
  return BY_NAME.get(name);
}

/**
 * The table as it stands now: endings that a test gave another behaviour, or one behaviour for every number; for all
 * formats, or for one, so that a number can be unknown to Zalo and get its SMS.
 */
export class BehaviourTable {
  private readonly byEnding: Behaviour[] = [];
  private readonly byFormat = new Map<string, Map<string, Behaviour>>();
  private forAll: Behaviour | null = null;

  constructor(private readonly standard: Behaviour | null = null) {
    this.reset();
  }

  /** By the last two digits; a number without digits counts as 00. */
  of(phone: string, format = 'native'): Behaviour {
    if (this.byFormat.size > 0) {
      const own = this.byFormat.get(format);
      const found = own?.get(phone.slice(-2)) ?? own?.get('*');
      if (found) return found;
    }
    return this.forAll ?? this.byEnding[Number(phone.slice(-2)) || 0] ?? DELIVERED;
  }

  /** `ending` is two digits, or `*` for every number; `format` null: for all that have none of their own. */
  set(ending: string, behaviour: Behaviour, format: string | null = null): void {
    if (format !== null) {
      const own = this.byFormat.get(format) ?? new Map<string, Behaviour>();
      this.byFormat.set(format, own.set(ending, behaviour));
    } else if (ending === '*') this.forAll = behaviour;
    else this.byEnding[Number(ending)] = behaviour;
  }

  reset(): void {
    this.forAll = this.standard;
    this.byFormat.clear();
    for (let ending = 0; ending < 100; ending++) {
      this.byEnding[ending] = BEHAVIOURS.get(String(ending).padStart(2, '0')) ?? DELIVERED;
    }
  }
}

/** The table as text, for `--help` and the documentation. */
export function behaviourHelp(): string {
  const rows = [...BEHAVIOURS].map(([ending, { name, says }]) => `  …${ending}  ${name.padEnd(15)} ${says}`);
  return [`  other  ${DELIVERED.name.padEnd(15)} ${DELIVERED.says}`, ...rows].join('\n');
}
