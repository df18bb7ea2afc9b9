import { foldVietnamese } from '../../domain/vietnamese.js';
import type { HouseholdDraft } from './draft-household.js';
import type { Header } from './header-row.js';

/** A hamlet has few officials; a longer table with such a column is a list of people. */
const MOST = 30;
const OFFICE = /^(?:chuc vu|chuc danh|nhiem vu|chuc vu .{1,20})$/;

/**
 * A small table of officials over or under that of the households, as hamlets print it on their lists: `Họ và tên | Chức vụ | SĐT`.
 * Who is in it is no household of the list by that; whoever is one stands among the others, too.
 */
export class OfficialsTable {
  /** Drafts of a table of officials, until it is known whether households follow. */
  private held: HouseholdDraft[] | null = null;
  private hasHouseholds = false;

  /** Headings begin a table; gives what is known of the one before. */
  begin({ headings, columns }: Header): HouseholdDraft[] {
    const isOfHouseholds = columns.some(({ field }) => field === 'head');
    const isOfOfficials = !isOfHouseholds && headings.some((heading) => OFFICE.test(foldVietnamese(heading)));
    if (isOfOfficials) {
      this.held ??= [];
      return [];
    }
    const drafts = this.end();
    const mayBeOfOfficials = !this.hasHouseholds;
    this.hasHouseholds = true;
    return mayBeOfOfficials ? drafts.map(asOfficial) : drafts;
  }

  /** Gives on the drafts of the table that is read, or keeps them. */
  pass(drafts: HouseholdDraft[]): HouseholdDraft[] {
    if (!this.held) return drafts;
    if (this.hasHouseholds) return drafts.map(asOfficial);
    this.held.push(...drafts);
    return this.held.length > MOST ? this.end() : [];
  }

  /** The sheet has ended: a table that stands alone is the list. */
  end(): HouseholdDraft[] {
    const drafts = this.held ?? [];
    this.held = null;
    return drafts;
  }
}

function asOfficial(draft: HouseholdDraft): HouseholdDraft {
  draft.faults.push({
    code: 'official',
    sentence: 'Dòng của bảng cán bộ (có cột “Chức vụ”) đứng cùng trang với bảng các hộ nên không lấy làm hộ.',
  });
  return draft;
}
