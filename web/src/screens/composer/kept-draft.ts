import { type Draft, EMPTY_DRAFT } from './draft.js';

/** A draft as this device keeps it until the server has it. */
export interface KeptDraft {
  draft: Draft;
  /** The version on the server that was edited; null before the server has any. */
  version: number | null;
}

const keyOf = (id: string | null) => `loa-luat.draft.${id ?? 'new'}`;

/** What was typed on this device and did not reach the server; null where nothing was. */
export function keptDraft(id: string | null): KeptDraft | null {
  const text = localStorage.getItem(keyOf(id));
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as KeptDraft;
    // An older version of the app may have kept fewer fields.
    return { ...kept, draft: { ...EMPTY_DRAFT, ...kept.draft } };
  } catch {
    return null; // not ours: as good as nothing
  }
}

/** Keeps a draft on this device. A device without room keeps none: the server still gets it. */
export function keepDraft(id: string | null, kept: KeptDraft): boolean {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(kept));
    return true;
  } catch {
    return false; // the quota of the device; the state of the page says what is not saved
  }
}

export function forgetDraft(id: string | null): void {
  localStorage.removeItem(keyOf(id));
}
