import fc from 'fast-check';
import { DELIVERY_STATES, mayBecome } from './delivery-states.js';
import { GATEWAY_ERRORS_VI, OTHER_REASONS_VI, SKIP_REASONS_VI } from './reason-labels.js';
import { CERTAINLY_NOT_REACHED, SECOND_TRIES, SECOND_TRY_STATES, secondTryNeeds } from './second-try.js';

const REASONS = Object.keys({ ...SKIP_REASONS_VI, ...GATEWAY_ERRORS_VI, ...OTHER_REASONS_VI });
const OUTCOMES = ['accepted', 'delivered', 'undelivered', 'expired', 'rejected', 'failed', 'in_doubt'];

const anyEnd = fc.record({
  state: fc.constantFrom(...DELIVERY_STATES),
  reason: fc.option(fc.constantFrom(...REASONS)),
  outcomes: fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 4 }),
});

describe('which ended deliveries a person may have tried again', () => {
  it('never one that was delivered, is in doubt, is under way, or expired without a report', () => {
    fc.assert(
      fc.property(anyEnd, ({ state, reason, outcomes }) => {
        if (secondTryNeeds(state, reason, outcomes) !== null)
          expect(['skipped', 'rejected', 'undelivered']).toContain(state);
      }),
    );
  });

  it('never one of which any try may have reached the household', () => {
    fc.assert(
      fc.property(anyEnd, ({ state, reason, outcomes }) => {
        const isOpen = outcomes.some((each) =>
          ['accepted', 'delivered', 'expired', 'in_doubt'].includes(each),
        );
        if (isOpen) expect(secondTryNeeds(state, reason, outcomes)).toBeNull();
      }),
    );
  });

  it('never one that refused, is erased, or is reached through another household', () => {
    fc.assert(
      fc.property(anyEnd, ({ state, outcomes }) => {
        for (const reason of [
          'refused',
          'opted-out',
          'duplicate',
          'erased',
          'person',
          'unclear',
          'no-receipt',
        ])
          expect(secondTryNeeds(state, reason, outcomes)).toBeNull();
      }),
    );
  });

  it('asks for another phone where the phone was the reason', () => {
    expect(secondTryNeeds('rejected', 'bad-recipient', ['rejected'])).toBe('other-phone');
    expect(secondTryNeeds('rejected', 'bad-content', ['rejected'])).toBe('same');
    expect(secondTryNeeds('undelivered', 'expired', ['failed', 'undelivered'])).toBe('same');
    expect(secondTryNeeds('skipped', 'no-contact', [])).toBe('same');
  });

  it('names only reasons that have a label, and states that nothing else sends again', () => {
    for (const { reason } of SECOND_TRIES) expect(REASONS).toContain(reason);
    for (const state of SECOND_TRY_STATES) expect(mayBecome(state, 'planned')).toBe(false);
    expect(OUTCOMES).toEqual(expect.arrayContaining([...CERTAINLY_NOT_REACHED]));
  });
});
