/** On what ground numbers are written to: the kinds that the law knows. */
export const BASES = ['form', 'sms', 'web', 'import', 'official-duty'] as const;
export type Basis = (typeof BASES)[number];
