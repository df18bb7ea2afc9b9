/**
 * Templates that an operator has approved, such as Zalo's: which values they take, and whether a value fits.
 * Lengths are counted in characters of the NFC text (FACTS §2.3).
 */

/** What a template says of one of its values. */
export interface TemplateRule {
  name: string;
  isRequired: boolean;
  /** The operator's word; `NUMBER` and `DATE` have a form of their own here, others are text. */
  type: string;
  minLength: number;
  /** Null where the operator names none. */
  maxLength: number | null;
  mayBeEmpty: boolean;
}

export interface ValueProblem {
  /** The value's name. */
  name: string;
  /** One sentence in Vietnamese. */
  message: string;
}

const NUMBER = /^-?\d{1,3}(?:[.,]?\d{3})*(?:[.,]\d+)?$|^-?\d+(?:[.,]\d+)?$/;
const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`;
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])\/(?:0?[1-9]|1[0-2])\/\d{4}`;
/** `hh:mm[:ss]`, `hh:mm[:ss] dd/mm/yyyy`, `dd/mm/yyyy`, `mm/yyyy` (FACTS §2.3). */
const DATE = new RegExp(String.raw`^(?:${TIME}|(?:${TIME} )?${DAY}|(?:0?[1-9]|1[0-2])\/\d{4})$`);

/** A value as it is sent: NFC, without space around it. */
export function templateValue(text: string): string {
  return text.normalize('NFC').trim();
}

/** Why a value does not fit, or null where it does. */
export function valueProblem(rule: TemplateRule, value: string): string | null {
  const text = templateValue(value);
  const length = [...text].length;
  if (length === 0) return !rule.isRequired || rule.mayBeEmpty ? null : 'không được để trống';
  if (rule.maxLength !== null && length > rule.maxLength)
    return `dài ${length} ký tự, mẫu tin chỉ nhận ${rule.maxLength}`;
  if (length < rule.minLength) return `ngắn hơn ${rule.minLength} ký tự mà mẫu tin đòi hỏi`;
  if (rule.type === 'NUMBER' && !NUMBER.test(text)) return 'phải là một số';
  if (rule.type === 'DATE' && !DATE.test(text))
    return 'phải là ngày giờ như 09/11/2026, 11/2026, 08:30 hoặc 08:30 09/11/2026';
  return null;
}

/** The first value of a message that does not fit its template, or null where all of them do. */
export function firstMisfit(
  rules: readonly TemplateRule[],
  data: Readonly<Record<string, string>>,
): ValueProblem | null {
  for (const rule of rules) {
    const message = valueProblem(rule, data[rule.name] ?? '');
    if (message !== null) return { name: rule.name, message };
  }
  return null;
}

/** Names that a template does not have, and required ones that are missing. */
export function nameProblems(rules: readonly TemplateRule[], names: readonly string[]): ValueProblem[] {
  const known = new Set(rules.map(({ name }) => name));
  return [
    ...names
      .filter((name) => !known.has(name))
      .map((name) => ({ name, message: 'mẫu tin không có tham số này' })),
    ...rules
      .filter(({ name, isRequired, mayBeEmpty }) => isRequired && !mayBeEmpty && !names.includes(name))
      .map(({ name }) => ({ name, message: 'mẫu tin cần giá trị này' })),
  ];
}
