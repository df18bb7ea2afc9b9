import { z } from 'zod';

const TYPES: Record<string, string> = {
  string: 'phải là chữ',
  number: 'phải là số',
  int: 'phải là số nguyên',
  boolean: 'phải là đúng hoặc sai',
  array: 'phải là danh sách',
  object: 'phải gồm nhiều mục',
  date: 'phải là ngày giờ',
};

const FORMATS: Record<string, string> = {
  url: 'không phải địa chỉ mạng hợp lệ',
  email: 'không phải địa chỉ thư hợp lệ',
  datetime: 'phải là thời điểm ISO 8601, ví dụ 2026-01-31T08:00:00+07:00',
  date: 'phải là ngày dạng năm-tháng-ngày',
};

const amount = (limit: number | bigint) => limit.toLocaleString('vi-VN');

/** What is wrong with a field, as a person would say it, where a schema gives no sentence of its own. */
function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? 'chưa điền'
        : (TYPES[issue.expected] ?? 'không đúng kiểu');
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'chưa điền' : `phải có ít nhất ${amount(issue.minimum)} ký tự`;
      if (issue.origin === 'array') return `phải có ít nhất ${amount(issue.minimum)} mục`;
      return `phải ${issue.inclusive ? 'từ' : 'lớn hơn'} ${amount(issue.minimum)}${issue.inclusive ? ' trở lên' : ''}`;
    case 'too_big':
      if (issue.origin === 'string') return `dài quá ${amount(issue.maximum)} ký tự`;
      if (issue.origin === 'array') return `nhiều quá ${amount(issue.maximum)} mục`;
      return `phải ${issue.inclusive ? 'không quá' : 'nhỏ hơn'} ${amount(issue.maximum)}`;
    case 'invalid_value':
      return `phải là ${issue.values.map(String).join(' hoặc ')}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'không đúng dạng';
    case 'unrecognized_keys':
      return `có mục lạ: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `phải chia hết cho ${amount(issue.divisor)}`;
    default:
      return 'không hợp lệ';
  }
}

/** Makes every zod schema of the process speak Vietnamese where it has no sentence of its own. */
export function speakVietnamese(): void {
  z.config({ customError: sentenceOf });
}
