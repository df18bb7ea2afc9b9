import fc from 'fast-check';
import { chooseContact, refusalKey, type AudienceContact } from './audience.js';
import { GATEWAY_ERRORS_VI, reasonLabel, SKIP_REASONS_VI } from './reason-labels.js';
import { GATEWAY_ERROR_KINDS } from './retry.js';

const contact = (id: string, position: number, more: Partial<AudienceContact> = {}): AudienceContact => ({
  id,
  phone: `+8491234567${id.at(-1)}`,
  position,
  ...more,
});
const refused = (...contacts: AudienceContact[]) => new Set(contacts.map((c) => refusalKey('sms', c.phone)));

describe('the contact that receives for a household', () => {
  const first = contact('1', 0);
  const second = contact('2', 1);
  const none = new Set<string>();

  it('is the first by position, then by id as a number', () => {
    expect(chooseContact([second, first], none, 'sms')).toMatchObject({ kind: 'chosen', contact: first });
    expect(chooseContact([contact('10', 0), contact('9', 0)], none, 'sms')).toMatchObject({
      contact: { id: '9' },
    });
  });

  it('is the next where the first refused or is unusable', () => {
    expect(chooseContact([first, second], refused(first), 'sms')).toEqual({
      kind: 'chosen',
      contact: second,
      passedOver: [{ contactId: '1', reason: 'refused' }],
    });
    expect(chooseContact([contact('1', 0, { isUnusable: true }), second], none, 'sms')).toMatchObject({
      contact: second,
      passedOver: [{ contactId: '1', reason: 'unusable' }],
    });
  });

  it('may have refused on another channel', () => {
    const onZalo = new Set([refusalKey('zalo', first.phone)]);
    expect(chooseContact([first], onZalo, 'sms').kind).toBe('chosen');
    expect(chooseContact([first], onZalo, 'zalo')).toMatchObject({ kind: 'skipped', reason: 'refused' });
  });

  it.each<[string, AudienceContact[], Set<string>, Set<string>, string]>([
    ['without contacts', [], none, none, 'no-contact'],
    ['with only unusable contacts', [contact('1', 0, { isUnusable: true })], none, none, 'no-contact'],
    ['whose only contact refused', [first], refused(first), none, 'refused'],
    [
      'whose contacts refused or are unusable',
      [first, contact('2', 1, { isUnusable: true })],
      refused(first),
      none,
      'refused',
    ],
    ['whose number another household has', [first], none, new Set([first.phone]), 'duplicate'],
    [
      'refused on one number, reached by another',
      [first, second],
      refused(first),
      new Set([second.phone]),
      'duplicate',
    ],
  ])('does not exist for a household %s', (_, contacts, refusals, taken, reason) => {
    expect(chooseContact(contacts, refusals, 'sms', taken)).toMatchObject({ kind: 'skipped', reason });
  });

  it('never refused, is never unusable and never receives twice', () => {
    const contacts = fc.array(
      fc.record({
        id: fc.nat({ max: 999 }).map(String),
        position: fc.nat({ max: 3 }),
        phone: fc.constantFrom('+841', '+842', '+843'),
        isUnusable: fc.boolean(),
      }),
    );
    const phones = fc.uniqueArray(fc.constantFrom('+841', '+842', '+843'));
    fc.assert(
      fc.property(contacts, phones, phones, (all, refusing, taken) => {
        const refusals = new Set(refusing.map((phone) => refusalKey('sms', phone)));
        const choice = chooseContact(all, refusals, 'sms', new Set(taken));
        const open = all.filter(
          (c) => !c.isUnusable && !refusing.includes(c.phone) && !taken.includes(c.phone),
        );
        expect(choice.kind).toBe(open.length > 0 ? 'chosen' : 'skipped');
        if (choice.kind === 'chosen') {
          expect(open).toContain(choice.contact);
          expect(choice.contact.position).toBe(Math.min(...open.map((c) => c.position)));
        } else {
          expect(choice.passedOver).toHaveLength(all.length);
        }
      }),
    );
  });
});

describe('reasons on screens', () => {
  it('have a Vietnamese label each, and no two the same', () => {
    const labels = [...Object.keys(SKIP_REASONS_VI), ...GATEWAY_ERROR_KINDS].map(reasonLabel);
    expect(new Set(labels).size).toBe(Object.keys({ ...SKIP_REASONS_VI, ...GATEWAY_ERRORS_VI }).length);
    for (const label of labels) expect(label).toMatch(/^\p{Lu}.*[^.]$/u);
  });

  it('show an unknown code as it is', () => {
    expect(reasonLabel('xyz')).toBe('Lý do khác (xyz)');
  });
});
