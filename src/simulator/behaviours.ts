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
    | 'throttled'
    | 'throttled-once'
    | 'bad-recipient'
    | 'opted-out'
    | 'bad-content';
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

const BY_NAME = new Map([DELIVERED, ...BEHAVIOURS.values()].map((behaviour) => [behaviour.name, behaviour]));

export function behaviourNamed(name: string): Behaviour | undefined {
  return BY_NAME.get(name);
}

/** The table as it stands now: endings that a test gave another behaviour, or one behaviour for every number. */
export class BehaviourTable {
  private readonly byEnding: Behaviour[] = [];
  private forAll: Behaviour | null = null;

  constructor(private readonly standard: Behaviour | null = null) {
    this.reset();
  }

  /** By the last two digits; a number without digits counts as 00. */
  of(phone: string): Behaviour {
    return this.forAll ?? this.byEnding[Number(phone.slice(-2)) || 0] ?? DELIVERED;
  }

  /** `ending` is two digits, or `*` for every number. */
  set(ending: string, behaviour: Behaviour): void {
    if (ending === '*') this.forAll = behaviour;
    else this.byEnding[Number(ending)] = behaviour;
  }

  reset(): void {
    this.forAll = this.standard;
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
