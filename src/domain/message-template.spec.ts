import fc from 'fast-check';
import { firstMisfit, nameProblems, type TemplateRule, valueProblem } from './message-template.js';

const rule = (change: Partial<TemplateRule> = {}): TemplateRule => ({
  name: 'ten_chu_ho',
  isRequired: true,
  type: 'STRING',
  minLength: 0,
  maxLength: 30,
  mayBeEmpty: false,
  ...change,
});

describe('a value of an approved template', () => {
  it('is counted in characters of its NFC form', () => {
    const name = 'Nguyễn Thị Hồng Vân Đặng Ngọc'; // 29 characters, many more in NFD
    expect(valueProblem(rule(), name.normalize('NFD'))).toBeNull();
    expect(valueProblem(rule({ maxLength: 28 }), name)).toContain('dài 29 ký tự');
    expect(valueProblem(rule({ maxLength: 2 }), '👍👍')).toBeNull();
  });

  it('may be empty only where the template lets it', () => {
    expect(valueProblem(rule(), ' ')).toBe('không được để trống');
    expect(valueProblem(rule({ isRequired: false }), '')).toBeNull();
    expect(valueProblem(rule({ mayBeEmpty: true }), '')).toBeNull();
  });

  it.each(['09/11/2026', '9/1/2026', '11/2026', '08:30', '08:30:15', '08:30 09/11/2026'])(
    'is a date as Zalo writes it: %s',
    (value) => expect(valueProblem(rule({ type: 'DATE' }), value)).toBeNull(),
  );
  it.each(['2026-11-09', '32/01/2026', '25:00', 'mai'])('is no date: %s', (value) =>
    expect(valueProblem(rule({ type: 'DATE' }), value)).toContain('ngày giờ'),
  );
  it('is a number where the template says so', () => {
    for (const value of ['0', '120', '1.200', '1,200,000', '12.5', '-3'])
      expect(valueProblem(rule({ type: 'NUMBER' }), value)).toBeNull();
    expect(valueProblem(rule({ type: 'NUMBER' }), 'mười')).toBe('phải là một số');
  });

  it('fits exactly while it is no longer than the template takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (length, maxLength) => {
        expect(valueProblem(rule({ maxLength }), 'ă'.repeat(length)) === null).toBe(length <= maxLength);
      }),
    );
  });
});

it('a message fits its template when every value does, and the first that does not is named', () => {
  const rules = [rule(), rule({ name: 'ngay', type: 'DATE', isRequired: false })];
  expect(firstMisfit(rules, { ten_chu_ho: 'An', ngay: '' })).toBeNull();
  expect(firstMisfit(rules, { ten_chu_ho: 'An', ngay: 'mai' })).toMatchObject({ name: 'ngay' });
  expect(nameProblems(rules, ['ngay', 'la'])).toEqual([
    { name: 'la', message: 'mẫu tin không có tham số này' },
    { name: 'ten_chu_ho', message: 'mẫu tin cần giá trị này' },
  ]);
});
