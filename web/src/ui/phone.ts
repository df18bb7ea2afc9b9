/** `+84912345678 → 0912 345 678`, as people in Vietnam write it; a number from elsewhere stays as it is. */
export function showPhone(e164: string): string {
  const match = /^\+84(\d{3})(\d{3})(\d{3})$/.exec(e164);
  return match ? `0${match[1]} ${match[2]} ${match[3]}` : e164;
}
