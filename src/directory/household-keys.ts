import { householdKey } from '../domain/household-key.js';
import { foldVietnamese } from '../domain/vietnamese.js';

/** What a household is found and matched by, kept in its row. */
export interface HouseholdKeys {
  headNameFolded: string;
  /** Name and address; accents count. */
  matchKey: string;
  /** The same without accents: equal to `looseHouseholdKey`. */
  looseKey: string;
}

/**
 * The keys of a household. Folding is the dearest step of an import, so the loose key is made from the strict one, whose
 * letters stand decomposed: dropping their marks costs 1 µs, folding again 12.
 */
export function keysOf(household: { headName: string; address: string | null }): HouseholdKeys {
  const matchKey = householdKey(household);
  return { headNameFolded: foldVietnamese(household.headName), matchKey, looseKey: withoutMarks(matchKey) };
}

function withoutMarks(key: string): string {
  return key
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replace(/ +/g, ' ');
}
