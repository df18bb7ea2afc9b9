/** `+84912345678` → `84912345678`. */
export function phone84(phone: string): string {
  return phone.slice(1);
}

/** `+84912345678` → `0912345678`. */
export function phone0(phone: string): string {
  return phone.startsWith('+84') ? `0${phone.slice(3)}` : phone.slice(1);
}
