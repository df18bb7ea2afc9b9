import fc from 'fast-check';
import { type ApprovalGrant, exceeded, judgeApproval } from './approval.js';

const person: fc.Arbitrary<string> = fc.constantFrom('1', '2', '3', '4');
const limit = fc.option(fc.nat(1000), { nil: null });
const grant: fc.Arbitrary<ApprovalGrant> = fc.record({
  maxHouseholds: limit,
  maxCostVnd: limit,
  delegatedBy: fc.option(person, { nil: null }),
  grantedBy: fc.option(person, { nil: null }),
});
const grants = fc.array(grant, { minLength: 1, maxLength: 4 });
const forecast = fc.record({ households: fc.nat(1000), costVnd: fc.nat(1000) });
const authors = fc.uniqueArray(person, { minLength: 1 });

const free: ApprovalGrant = { maxHouseholds: null, maxCostVnd: null, delegatedBy: null, grantedBy: null };
const small = { households: 10, costVnd: 3500 };

describe('four eyes', () => {
  it('never let an author release, whatever rights they hold', () => {
    fc.assert(
      fc.property(authors, grants, forecast, (wrote, rights, size) => {
        for (const author of wrote) expect(judgeApproval(wrote, author, rights, size).refusal).toBe('author');
      }),
    );
  });

  it('never let a right count that an author lent, so that nobody approves their own text by proxy', () => {
    fc.assert(
      fc.property(authors, grants, forecast, (wrote, rights, size) => {
        const lent = rights.map((each) => ({ ...each, delegatedBy: wrote[0]! }));
        expect(judgeApproval(wrote, '9', lent, size).refusal).toBe('borrowed-from-author');
      }),
    );
  });

  it('let nobody release more than the widest of their rights', () => {
    fc.assert(
      fc.property(authors, grants, forecast, (wrote, rights, size) => {
        const { refusal } = judgeApproval(wrote, '9', rights, size);
        const usable = rights.filter(
          (each) => each.delegatedBy === null || !wrote.includes(each.delegatedBy),
        );
        expect(refusal === null).toBe(usable.some((each) => exceeded(each, size) === null));
      }),
    );
  });

  it('refuse more when more is asked, never less', () => {
    fc.assert(
      fc.property(authors, grants, forecast, fc.nat(500), (wrote, rights, size, more) => {
        const larger = { households: size.households + more, costVnd: size.costVnd + more };
        const before = judgeApproval(wrote, '9', rights, size).refusal;
        if (before !== null) expect(judgeApproval(wrote, '9', rights, larger).refusal).not.toBeNull();
      }),
    );
  });

  it('say so when an approver has the right from the author', () => {
    expect(judgeApproval(['1'], '2', [{ ...free, grantedBy: '1' }], small)).toEqual({
      refusal: null,
      grantedByAuthor: true,
    });
    const both = [{ ...free, grantedBy: '1' }, free];
    expect(judgeApproval(['1'], '2', both, small).grantedByAuthor).toBe(false);
  });
});
