import fc from 'fast-check';
import { afterAction, CAMPAIGN_STATES, statesAllowing } from './campaign-states.js';
import { accountOf, addsUp, DELIVERY_STATES, isFinal, mayBecome, statesBefore } from './delivery-states.js';

describe('the state table of a delivery', () => {
  it('lets nothing out of a final state', () => {
    for (const from of DELIVERY_STATES.filter(isFinal)) {
      for (const to of DELIVERY_STATES) expect(mayBecome(from, to)).toBe(false);
    }
    expect(DELIVERY_STATES.filter(isFinal)).toEqual([
      'delivered',
      'undelivered',
      'rejected',
      'skipped',
      'cancelled',
    ]);
  });

  it('never downgrades a delivered message', () => {
    for (const to of DELIVERY_STATES) expect(statesBefore(to)).not.toContain('delivered');
  });

  it('reaches every state but the first', () => {
    for (const to of DELIVERY_STATES) expect(statesBefore(to).length).toBeGreaterThan(0);
  });

  it('never sends a delivery in doubt again except by way of planned', () => {
    expect(mayBecome('in_doubt', 'sending')).toBe(false);
    expect(statesBefore('sending')).toEqual(['planned']);
  });

  it('makes an account whose parts always sum to its audience', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...DELIVERY_STATES), fc.nat(1_000_000)), (counts) => {
        expect(addsUp(accountOf(counts))).toBe(true);
      }),
    );
  });
});

describe('the state table of a campaign', () => {
  it('goes from draft to running only through submission and approval', () => {
    expect(statesAllowing('start')).toEqual(['approved', 'scheduled']);
    expect(statesAllowing('approve')).toEqual(['submitted']);
    expect(afterAction('draft', 'approve')).toBeNull();
  });

  it('sends a rejected campaign back to its author', () => {
    expect(afterAction('submitted', 'reject')).toBe('draft');
  });

  it('goes back to running from completed only, when something is to be sent again', () => {
    expect(statesAllowing('reopen')).toEqual(['completed']);
    expect(afterAction('completed', 'reopen')).toBe('running');
  });

  it('leaves completed and cancelled campaigns alone', () => {
    for (const action of ['submit', 'approve', 'start', 'pause', 'resume', 'cancel', 'complete'] as const) {
      expect(afterAction('completed', action)).toBeNull();
      expect(afterAction('cancelled', action)).toBeNull();
    }
    expect(CAMPAIGN_STATES).toContain('paused');
  });
});
