import { z } from 'zod';

/** An operator's address as a setting, with the documented one as its default. */
export function operatorUrl(documented: string) {
  return z
    .url({
      protocol: /^https?$/,
      error: 'Địa chỉ phải bắt đầu bằng http:// hoặc https://.',
    })
    .max(500, 'Địa chỉ dài quá 500 ký tự.')
    .refine((url) => !URL.canParse(url) || new URL(url).username === '', {
      error: 'Không ghi mật khẩu trong địa chỉ.',
    })
    .default(documented);
}

/** A short setting that must be there. */
export function shortText(what: string, max = 100) {
  return z
    .string({ error: `Hãy nhập ${what}.` })
    .trim()
    .min(1, `Hãy nhập ${what}.`)
    .max(max, `Dài quá ${max} ký tự.`);
}
