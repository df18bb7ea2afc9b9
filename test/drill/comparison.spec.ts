import { compare, type LedgerRow } from '../../bench/drill/comparison.js';
import type { DeliveryState } from '../../src/domain/delivery-states.js';
import { mintReference } from '../../src/domain/reference.js';

const PREFIX = 'abc123';
const phoneOf = (id: number) => `+8491234${String(id).padStart(4, '0')}`;
const row = (id: number, state: DeliveryState): LedgerRow => ({
  id: String(id),
  householdId: String(100 + id),
  phone: phoneOf(id),
  state,
});
const message = (id: number, { attempt = 1, count = 1 } = {}) => ({
  reference: mintReference(PREFIX, { deliveryId: String(id), attempt }),
  phone: phoneOf(id),
  count,
});
const households = (...ids: number[]) => ids.map((id) => String(100 + id));

describe('what a drill compares', () => {
  it('finds nothing where the ledger and the phones agree', () => {
    const ledger = [row(1, 'delivered'), row(2, 'accepted'), row(3, 'undelivered'), row(4, 'in_doubt')];
    const found = compare(households(1, 2, 3, 4), ledger, [message(1), message(2), message(3)], PREFIX);
    expect(found).toMatchObject({ lost: 0, duplicates: 0, inDoubt: 1, inDoubtReached: 0, foreign: 0 });
    expect(found.byState).toEqual({ delivered: 1, accepted: 1, undelivered: 1, in_doubt: 1 });
  });

  it('counts a household without a row as lost', () => {
    expect(compare(households(1, 2), [row(1, 'delivered')], [message(1)], PREFIX).lost).toBe(1);
  });

  it.each(['planned', 'sending'] as const)('counts one that is left in %s as lost', (state) => {
    expect(compare(households(1), [row(1, state)], [], PREFIX).lost).toBe(1);
  });

  it.each(['accepted', 'delivered', 'undelivered'] as const)(
    'counts one that is called %s though its operator never had it as lost',
    (state) => {
      expect(compare(households(1), [row(1, state)], [], PREFIX)).toMatchObject({ lost: 1, falselySent: 1 });
    },
  );

  it('counts one that is called skipped though its phone got the message as lost', () => {
    expect(compare(households(1), [row(1, 'skipped')], [message(1)], PREFIX)).toMatchObject({
      lost: 1,
      falselyUnsent: 1,
    });
  });

  it('counts a phone that got one reference twice, and one that got two references, as duplicates', () => {
    const ledger = [row(1, 'delivered'), row(2, 'delivered')];
    const log = [message(1, { count: 2 }), message(2), message(2, { attempt: 2 })];
    expect(compare(households(1, 2), ledger, log, PREFIX)).toMatchObject({ lost: 0, duplicates: 2 });
  });

  it('tells which of those in doubt had reached the operator', () => {
    const ledger = [row(1, 'in_doubt'), row(2, 'in_doubt')];
    expect(compare(households(1, 2), ledger, [message(2)], PREFIX)).toMatchObject({
      lost: 0,
      inDoubt: 2,
      inDoubtReached: 1,
    });
  });

  it('counts a household with two rows as lost', () => {
    const ledger = [row(1, 'delivered'), { ...row(2, 'delivered'), householdId: '101' }];
    expect(compare(households(1), ledger, [message(1), message(2)], PREFIX).lost).toBe(1);
  });
});
