import fc from 'fast-check';
import { parseJson } from './parse-json.js';

describe('JSON of an operator', () => {
  it.each([
    ['{"msgid":12345678901234567890}', { msgid: '12345678901234567890' }],
    ['{"a":[9007199254740993, -9007199254740993]}', { a: ['9007199254740993', '-9007199254740993'] }],
    ['\uFEFF{"error":0}', { error: 0 }],
    [
      '{"text":"số 12345678901234567890 \\" 9007199254740993","id":7}',
      {
        text: 'số 12345678901234567890 " 9007199254740993',
        id: 7,
      },
    ],
    ['{"price":0.1234567890123456789,"far":1e21}', { price: JSON.parse('0.1234567890123456789'), far: 1e21 }],
    ['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
  ])('%j keeps every digit of its ids', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(['', '<h1>x</h1>', '{"a":', '{"a":12345678901234567890', 'undefined'])('%j is none', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it('says of everything else what JSON.parse says', () => {
    const isShort = (value: unknown): boolean => !/\d{16}/.test(JSON.stringify(value));
    fc.assert(
      fc.property(fc.jsonValue().filter(isShort), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('never changes a text, whatever digits and quotes stand in it', () => {
    const part = fc.constantFrom('"', '\\', '12345678901234567890', ' ', ':', 'số', '{', '\n');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(parseJson(JSON.stringify({ text, id: 1 }))).toEqual({ text, id: 1 });
      }),
    );
  });
});
