import fc from 'fast-check';
import { linkTo } from './household-link.js';
import { comparableText, isMadeFrom } from './sent-text.js';
import { prepareSmsText } from './sms-parts.js';
import { parseTemplate, renderTemplate } from './template.js';

const BASE = 'https://xa-an-binh.gov.vn';
const SOURCE = 'Kính gửi {chủ hộ}, {khu dân cư}: tối nay kiểm tra phòng cháy. Xem {liên kết}.';
const LINK = linkTo(BASE, '7k2m9xq4c0vd');

function rendered(headName: string, areaName: string, unaccented: boolean): string {
  const parsed = parseTemplate(SOURCE);
  if (!parsed.ok) throw new Error('the template of this test has problems');
  return prepareSmsText(renderTemplate(parsed.segments, { headName, areaName, link: LINK }), { unaccented });
}

const isOurs = (text: string) => isMadeFrom(SOURCE, comparableText(text, BASE));

describe('a text that a household pastes', () => {
  it('is known as ours for every household, with and without diacritics, however it was wrapped', () => {
    const word = fc.constantFrom('Nguyễn', 'Thị', 'Đặng', 'H’Leo', 'Ấp 7', 'Khóm Bình Hòa', 'Tổ 3');
    fc.assert(
      fc.property(word, word, fc.boolean(), (headName, areaName, unaccented) => {
        const text = rendered(headName, areaName, unaccented);
        expect(isOurs(text)).toBe(true);
        expect(isOurs(text.replaceAll(' ', '\n  ').toUpperCase().replace(LINK.toUpperCase(), LINK))).toBe(
          true,
        );
      }),
    );
  });

  it('is not ours with another link, a number to call or words of somebody else in it', () => {
    const text = rendered('Nguyễn Văn An', 'Ấp 7', true);
    expect(isOurs(text)).toBe(true);
    expect(isOurs(text.replace(LINK, 'https://bit.ly/abc'))).toBe(false);
    expect(isOurs(text.replace(LINK, `${BASE}.lua.dao/l/7k2m9xq4c0vd`))).toBe(false);
    expect(isOurs(text.replace('Nguyen Van An', 'ong An, goi 0912 345 678'))).toBe(false);
    expect(isOurs(text.replace('Nguyen Van An', 'ong An, vao vay-tien.top'))).toBe(false);
    expect(isOurs(`${text} Nop phi ngay`)).toBe(false);
    expect(isOurs(`Khan: ${text}`)).toBe(false);
  });

  it('is never judged by a text that says almost nothing by itself', () => {
    expect(isMadeFrom('{chủ hộ}', comparableText('bất cứ điều gì', BASE))).toBe(false);
    expect(isMadeFrom('Gửi {chủ hộ}', comparableText('Gửi ông An, chuyển tiền', BASE))).toBe(false);
  });

  it('is judged without a failure and without delay, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(typeof isOurs(text)).toBe('boolean');
      }),
    );
  });
});
