/**
 * The reference that an operator gets for one attempt (`RequestId`, `tracking_id`, `id`): our name for the try, minted
 * before anything is sent. Letters and digits only and at most 22 characters, so that every operator takes it
 * (the strictest known: 48 characters without special characters, FACTS §2.2).
 *
 * `<installation: 6><attempt in base 36: 2><delivery id in base 36>`; the installation's part keeps two installations
 * that share an operator account from using one reference twice.
 */
const PREFIX = /^[a-z][0-9a-z]{5}$/;
const REFERENCE = /^([a-z][0-9a-z]{5})([0-9a-z]{2})([1-9a-z][0-9a-z]{0,12})$/;

/** Highest attempt number that a reference can carry (two base-36 digits). */
export const MAX_ATTEMPT = 36 * 36 - 1;

export interface AttemptKey {
  deliveryId: string;
  attempt: number;
}

/** The reference of an attempt. Throws RangeError for an attempt outside 1…1295 or a malformed installation prefix. */
export function mintReference(installation: string, key: AttemptKey): string {
  if (!PREFIX.test(installation)) throw new RangeError('installation prefix must be 6 letters or digits');
  if (!Number.isInteger(key.attempt) || key.attempt < 1 || key.attempt > MAX_ATTEMPT) {
    throw new RangeError(`attempt ${key.attempt} is outside 1…${MAX_ATTEMPT}`);
  }
  return installation + key.attempt.toString(36).padStart(2, '0') + inBase36(key.deliveryId);
}

/** A number with as many digits as a JavaScript number holds for sure goes without a BigInt, in half the time. */
function inBase36(id: string): string {
  return (id.length < 16 ? Number(id) : BigInt(id)).toString(36);
}

/**
 * The reference of a test message, which belongs to no delivery: an attempt `00`, so that nothing of the ledger is found
 * under it.
 * @param nonce of this message alone, above zero
 */
export function mintTestReference(installation: string, nonce: bigint): string {
  if (!PREFIX.test(installation)) throw new RangeError('installation prefix must be 6 letters or digits');
  return `${installation}00${nonce.toString(36)}`;
}

/** The attempt that a reference names, or null where it is not one of this installation's. */
export function readReference(installation: string, reference: string): AttemptKey | null {
  const match = REFERENCE.exec(reference.toLowerCase());
  if (!match || match[1] !== installation) return null;
  const attempt = Number.parseInt(match[2]!, 36);
  if (attempt < 1) return null;
  const deliveryId = fromBase36(match[3]!);
  return deliveryId === null ? null : { deliveryId, attempt };
}

/** Ten digits fit a JavaScript number; what is no bigint of Postgres is nobody's. */
function fromBase36(digits: string): string | null {
  if (digits.length <= 10) return Number.parseInt(digits, 36).toString();
  let id = 0n;
  for (const digit of digits) id = id * 36n + BigInt(Number.parseInt(digit, 36));
  return id > 9223372036854775807n ? null : id.toString();
}

const OUTBOX_REFERENCE = /^([a-z][0-9a-z]{5})([0-9a-z]{2})0([1-9a-z][0-9a-z]{0,12})$/;

/** One try of a single message (an answer to a household, a confirmation). */
export interface OutboxKey {
  outboxId: string;
  attempt: number;
}

/** The reference of a single message: as an attempt's, with a `0` where no delivery's id begins. At most 22 characters. */
export function mintOutboxReference(installation: string, { outboxId, attempt }: OutboxKey): string {
  const reference = mintReference(installation, { deliveryId: outboxId, attempt });
  return `${reference.slice(0, 8)}0${reference.slice(8)}`;
}

/** The single message that a reference names, or null where it is not one of this installation's. */
export function readOutboxReference(installation: string, reference: string): OutboxKey | null {
  const match = OUTBOX_REFERENCE.exec(reference.toLowerCase());
  const key = match && readReference(installation, match[1]! + match[2]! + match[3]!);
  return key && { outboxId: key.deliveryId, attempt: key.attempt };
}
