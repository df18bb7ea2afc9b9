/**
 * Which contact of a household receives a message (DESIGN §5.8, §5.9): the first by position that can, has not refused
 * on the channel, and gets nothing in the same campaign through another household.
 */
export type Channel = 'sms' | 'zalo';

export interface AudienceContact {
  id: string;
  /** E.164. */
  phone: string;
  /** Order within the household, smallest first; equal positions go by id. */
  position: number;
  /** The operator said for good that nothing arrives there, or an official switched it off. */
  isUnusable?: boolean;
}

export type SkipReason = 'no-contact' | 'refused' | 'duplicate';

export interface PassedOver {
  contactId: string;
  reason: 'unusable' | 'refused' | 'duplicate';
}

export type ContactChoice<C extends AudienceContact = AudienceContact> =
  | { kind: 'chosen'; contact: C; passedOver: PassedOver[] }
  | { kind: 'skipped'; reason: SkipReason; passedOver: PassedOver[] };

/** The key of one refusal in the set that chooseContact takes: the register is by number and channel. */
export function refusalKey(channel: Channel, phone: string): string {
  return `${channel} ${phone}`;
}

/**
 * Chooses the contact. Skips with `no-contact` where no contact is usable, `refused` where every usable one refused,
 * `duplicate` where what is left gets the message through another household already.
 * @param refusals keys of refusalKey
 * @param taken numbers that already receive in this campaign
 */
export function chooseContact<C extends AudienceContact>(
  contacts: readonly C[],
  refusals: ReadonlySet<string>,
  channel: Channel,
  taken: ReadonlySet<string> = new Set(),
): ContactChoice<C> {
  const passedOver: PassedOver[] = [];
  for (const contact of [...contacts].sort(byPosition)) {
    const reason = reasonAgainst(contact, refusals, channel, taken);
    if (reason === null) return { kind: 'chosen', contact, passedOver };
    passedOver.push({ contactId: contact.id, reason });
  }
  const reasons = new Set(passedOver.map(({ reason }) => reason));
  const reason = reasons.has('duplicate') ? 'duplicate' : reasons.has('refused') ? 'refused' : 'no-contact';
  return { kind: 'skipped', reason, passedOver };
}

function reasonAgainst(
  contact: AudienceContact,
  refusals: ReadonlySet<string>,
  channel: Channel,
  taken: ReadonlySet<string>,
): PassedOver['reason'] | null {
  if (contact.isUnusable) return 'unusable';
  if (refusals.has(refusalKey(channel, contact.phone))) return 'refused';
  return taken.has(contact.phone) ? 'duplicate' : null;
}

/** Ids are bigint in text: shorter is smaller. */
function byPosition(a: AudienceContact, b: AudienceContact): number {
  return a.position - b.position || a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
