/** A number as operators write it (`0912345678`, `84912345678`, `+84 912…`) → E.164. */
export function international(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return `+${digits.startsWith('0') ? `84${digits.slice(1)}` : digits}`;
}
