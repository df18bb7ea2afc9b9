import fc from 'fast-check';
import smpp from 'smpp';
import { type Segment, segmentsOf } from './segments.js';

const LETTERS = fc.constantFrom(...'abc XYZ 0189.,:;!?@$_^{}[]~|€đĐăâêôơưạảấềỗợựÀÈ🔥📢\n'.split(/(?:)/u));
const TEXT = fc.array(LETTERS, { minLength: 1, maxLength: 700 }).map((letters) => letters.join(''));

function textIn(segment: Segment, header: number): string {
  const octets = (segment.message_payload ?? segment.short_message).subarray(header);
  return segment.data_coding === 8
    ? Buffer.from(octets).swap16().toString('utf16le')
    : smpp.encodings.ASCII.decode(Buffer.from(octets));
}

describe('a text in submit_sm', () => {
  it.each([
    ['udh8', 6, 140],
    ['udh16', 7, 140],
    ['sar', 0, 134],
    ['payload', 0, 65_535],
  ] as const)('as %s loses nothing and fits', (longMessages, header, room) => {
    fc.assert(
      fc.property(TEXT, fc.integer({ min: 0, max: 100_000 }), (text, reference) => {
        const segments = segmentsOf(text, { longMessages, alphabet: 'gsm7' }, reference);
        const isLong = segments.length > 1;
        expect(segments.map((each) => textIn(each, isLong ? header : 0)).join('')).toBe(text);
        for (const each of segments) {
          const { length } = each.short_message;
          // Seven bits a character on the air; the header is counted in whole septets.
          const onAir =
            each.data_coding === 8
              ? length
              : Math.ceil(((length - (isLong ? header : 0)) * 7) / 8) + (isLong ? header : 0);
          expect(onAir).toBeLessThanOrEqual(isLong ? room : 140);
          expect(length).toBeLessThanOrEqual(254);
          expect(each.esm_class).toBe(isLong && header > 0 ? 0x40 : 0);
        }
      }),
    );
  });

  it('is never sent in the package’s own guess of a coding', () => {
    expect(segmentsOf('Xin chào', { longMessages: 'udh8', alphabet: 'gsm7' }, 1)[0]).toMatchObject({
      data_coding: 0,
    });
    expect(segmentsOf('Xin chào', { longMessages: 'udh8', alphabet: 'ascii' }, 1)[0]).toMatchObject({
      data_coding: 8,
    });
    expect(segmentsOf('hã', { longMessages: 'udh8', alphabet: 'latin1' }, 1)[0]).toMatchObject({
      data_coding: 0,
      short_message: Buffer.from('hã', 'latin1'),
    });
    expect(segmentsOf('hã', { longMessages: 'udh8', alphabet: 'gsm7' }, 1)[0]).toMatchObject({
      data_coding: 8,
    });
  });
});
