import { phonesInWords, saysBorrowed } from './phones-in-words.js';

const shown = (text: string) => {
  const { sure, doubtful } = phonesInWords(text);
  const national = ({ e164 }: { e164: string }) => e164.replace('+84', '0');
  return [sure.map(national).join(' '), doubtful.map(national).join(' ')];
};

describe('phones in a note or an address', () => {
  it.each<[string, string, string]>([
    ['đi làm xa, con gái 0912 345 678', '0912345678', ''],
    ['Số 5, ngõ 3; ĐT: 0912345678', '0912345678', ''],
    ['Zalo con: 01692345678', '0392345678', ''],
    ['gọi hàng xóm 0912345678', '', '0912345678'],
    ['MST 0312345678', '', ''],
    ['TK 0912345678 Agribank', '', '0912345678'],
    ['số cũ 0912345678', '', ''],
    ['sđt 912345678', '', ''],
    ['nợ 912345678 đ', '', ''],
    ['cấp ngày 12/03/2021', '', ''],
    ['CCCD 079080001234', '', ''],
    ['CCCD 033383937661, ĐT 0991519147', '0991519147', ''],
    ['hộ nghèo', '', ''],
  ])('%j: %j, and in doubt %j', (text, sure, doubtful) => {
    expect(shown(text)).toEqual([sure, doubtful]);
  });
});

describe('a note that says whose the number of its row is', () => {
  it.each([
    ['số trưởng thôn', true],
    ['nhờ máy hàng xóm', true],
    ['sđt của ông tổ trưởng', true],
    ['Trưởng thôn', false],
    ['số hộ khẩu do công an cấp', false],
    ['nhờ hàng xóm 0912 345 678', false],
    ['gọi không được', false],
  ])('%j: %j', (note, isBorrowed) => expect(saysBorrowed(note)).toBe(isBorrowed));
});
