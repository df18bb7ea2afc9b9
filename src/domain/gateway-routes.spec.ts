import fc from 'fast-check';
import { ALL, type RoutedAccount, routesThrough } from './gateway-routes.js';

const account = (over: Partial<RoutedAccount> = {}): RoutedAccount => ({
  id: 'A',
  state: 'active',
  breaker: 'closed',
  ...over,
});
const standIn = (over: Partial<RoutedAccount> = {}) => account({ id: 'B', ...over });

describe('the accounts through which a campaign leaves', () => {
  it.each([
    ['alone, one account takes all', account(), null, 100, false, 'A0-100'],
    ['alone, a stopped account keeps all waiting', account({ breaker: 'open' }), null, 100, false, 'A0-100'],
    ['two accounts share', account(), standIn(), 70, false, 'A0-70 B70-100'],
    ['a stand-in without a share waits for trouble', account(), standIn(), 100, false, 'A0-100'],
    [
      'a stopped account leaves all to its stand-in',
      account({ breaker: 'open' }),
      standIn(),
      70,
      false,
      'B0-100',
    ],
    [
      'one that is tried gets its trial first',
      account({ breaker: 'half-open' }),
      standIn(),
      70,
      false,
      'A0-100 B0-100',
    ],
    ['a pause is a pause', account({ state: 'held' }), standIn(), 70, false, 'A0-70 B70-100'],
    [
      'a stopped stand-in is none',
      account({ breaker: 'open' }),
      standIn({ breaker: 'open' }),
      70,
      false,
      'A0-100',
    ],
    ['a draining stand-in is none', account(), standIn({ state: 'draining' }), 70, false, 'A0-100'],
    ['a draining account finishes what runs', account({ state: 'draining' }), null, 100, false, 'A0-100'],
    ['and takes nothing new', account({ state: 'draining' }), null, 100, true, ''],
    ['which its stand-in takes', account({ state: 'draining' }), standIn(), 100, true, 'B0-100'],
  ] as const)('%s', (_, from, other, share, isNew, expected) => {
    const routes = routesThrough(from, other, share, isNew);
    expect(routes.map((each) => `${each.gatewayId}${each.share.from}-${each.share.to}`).join(' ')).toBe(
      expected,
    );
  });

  it('cover every message, or none', () => {
    const state = fc.constantFrom('active', 'held', 'draining');
    const breaker = fc.constantFrom('closed', 'open', 'half-open');
    const one = fc.record({ state, breaker });
    fc.assert(
      fc.property(
        one,
        fc.option(one),
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (a, b, share, isNew) => {
          const routes = routesThrough(account(a), b && standIn(b), share, isNew);
          if (routes.length === 0) return;
          for (let number = ALL.from; number < ALL.to; number++)
            expect(routes.some(({ share: { from, to } }) => number >= from && number < to)).toBe(true);
        },
      ),
    );
  });
});
