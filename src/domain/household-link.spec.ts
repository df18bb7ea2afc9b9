import fc from 'fast-check';
import {
  LINK_ALPHABET,
  LINK_CODE_LENGTH,
  linkCodesIn,
  linkLength,
  linkTo,
  readLinkCode,
} from './household-link.js';
import { countSmsParts, prepareSmsText } from './sms-parts.js';

const BASE = 'https://xa-an-binh.gov.vn';
const code = fc
  .array(fc.constantFrom(...LINK_ALPHABET), { minLength: LINK_CODE_LENGTH, maxLength: LINK_CODE_LENGTH })
  .map((letters) => letters.join(''));

describe('the link of a household', () => {
  it('has one length, whoever it is for, so parts can be counted beforehand', () => {
    fc.assert(
      fc.property(code, code, (one, other) => {
        expect(linkTo(BASE, one)).toHaveLength(linkLength(BASE));
        expect(linkTo(`${BASE}/`, one)).toHaveLength(linkLength(BASE));
        const partsOf = (each: string) => countSmsParts(prepareSmsText(`Xem: ${linkTo(BASE, each)}`));
        expect(partsOf(one)).toEqual(partsOf(other));
      }),
    );
  });

  it('is found again in the message that carries it, with whatever stands around it', () => {
    fc.assert(
      fc.property(code, fc.constantFrom('', '.', ')', ', cảm ơn', '\n'), (each, after) => {
        expect(linkCodesIn(`Kính gửi bà con. Xem ${linkTo(BASE, each)}${after}`, BASE)).toEqual([each]);
      }),
    );
  });

  it('is not taken for ours when it leads elsewhere', () => {
    expect(linkCodesIn('Xem https://xa-an-binh.gov.vn.lua.dao/l/7k2m9xq4c0vd', BASE)).toEqual([]);
    expect(linkCodesIn('Xem https://bit.ly/l/7k2m9xq4c0vd', BASE)).toEqual([]);
  });

  it('is read as people type it', () => {
    expect(readLinkCode('7K2M 9XQ4-C0VD.')).toBe('7k2m9xq4c0vd');
    expect(readLinkCode('7k2m9xq4cOvd')).toBe('7k2m9xq4c0vd');
    expect(readLinkCode('Il2m9xq4c0vd')).toBe('112m9xq4c0vd');
    expect(readLinkCode('7k2m9xq4c0v')).toBeNull();
    expect(readLinkCode('7k2m9xq4c0vu')).toBeNull();
    fc.assert(fc.property(code, (each) => expect(readLinkCode(each.toUpperCase())).toBe(each)));
  });
});
