import type { BehaviourTable, Behaviour } from './behaviours.js';
import type { Fate, MessageLog } from './message-log.js';
import type { Callback, ReceiptSender } from './receipt-sender.js';

/** One send as an endpoint read it. */
export interface IncomingMessage {
  reference: string;
  /** E.164. */
  phone: string;
  /** Makes the webhook call for a state of the message; null where the sender wants none or none of this state. */
  callback: ((index: number, status: Fate | 'accepted') => Callback | null) | null;
}

/** What the caller gets; `index` is the message's place in the log where it was taken. */
export interface Answer {
  kind: Behaviour['answer'];
  index: number | null;
  /** The reference was taken before. */
  isRepeat: boolean;
  /** For the kind `code`. */
  code?: string;
}

export interface OperatorSettings {
  /** A reference that was taken before is answered with its first id, and not sent again. */
  idempotent: boolean;
  /** Share of the requests, 0 to 1, that fail with 503 before anything is taken. */
  errorRate: number;
}

/** More numbers than this waiting for their second try are forgotten together. */
const MAX_THROTTLED = 100_000;

/** The simulated operator itself: takes messages, logs what reached the phones, sends receipts. */
export class Operator {
  requests = 0;
  /** Answers that repeated an earlier one, because the reference was known. */
  repeats = 0;
  refused = 0;
  private readonly throttled = new Set<string>();

  constructor(
    private readonly settings: OperatorSettings,
    private readonly behaviours: BehaviourTable,
    private readonly log: MessageLog,
    private readonly receipts: ReceiptSender,
  ) {}

  /** Decides about one message that came in `format`; calls `answer` once, at once or after the receipt that comes before the answer. */
  take(format: string, message: IncomingMessage, answer: (answer: Answer) => void): void {
    this.requests++;
    const known = this.log.find(message.reference);
    if (known !== undefined && this.settings.idempotent) {
      this.repeats++;
      answer({ kind: 'accepted', index: known, isRepeat: true });
      return;
    }
    if (this.settings.errorRate > 0 && Math.random() < this.settings.errorRate) {
      this.refused++;
      answer({ kind: 'error', index: null, isRepeat: false });
      return;
    }
    const behaviour = this.behaviours.of(message.phone, format);
    if (
      !behaviour.isTaken ||
      (behaviour.answer === 'throttled-once' && this.isFirstTry(`${format} ${message.phone}`))
    ) {
      this.refused++;
      answer({ kind: behaviour.answer, index: null, isRepeat: false, code: behaviour.code });
      return;
    }
    const index = known ?? this.log.add(message.reference, message.phone, behaviour.fate, format);
    if (known !== undefined) this.log.repeat(known);
    const kind = behaviour.answer === 'throttled-once' ? 'accepted' : behaviour.answer;
    this.report(message, behaviour, index, () => answer({ kind, index, isRepeat: false }));
  }

  reset(): void {
    this.requests = 0;
    this.repeats = 0;
    this.refused = 0;
    this.throttled.clear();
  }

  private report(message: IncomingMessage, behaviour: Behaviour, index: number, answer: () => void): void {
    const final = message.callback?.(index, behaviour.fate) ?? null;
    if (final !== null && behaviour.receipt === 'before-answer') {
      this.enqueue('now', { ...final, done: answer });
      return;
    }
    answer();
    if (final === null || behaviour.receipt === 'none') return;
    this.enqueue(behaviour.receipt === 'late' ? 'late' : 'normal', final);
    if (behaviour.receipt === 'twice') this.enqueue('normal', { ...final });
    const stale = behaviour.receipt === 'out-of-order' ? message.callback?.(index, 'accepted') : null;
    if (stale) this.enqueue('late', stale);
  }

  private enqueue(line: 'now' | 'normal' | 'late', { before, ...callback }: Callback): void {
    for (const earlier of before ?? []) this.receipts.enqueue(line, { ...earlier });
    this.receipts.enqueue(line, callback);
  }

  private isFirstTry(phone: string): boolean {
    if (this.throttled.delete(phone)) return false;
    if (this.throttled.size >= MAX_THROTTLED) this.throttled.clear();
    this.throttled.add(phone);
    return true;
  }
}
