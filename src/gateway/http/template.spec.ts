import fc from 'fast-check';
import { escapeXml, Template, TemplateError, valuesOf } from './template.js';

const values = valuesOf(
  {
    reference: 'abc12301zz9',
    phone: '+84912345678',
    text: 'Chào {phone} & bà con',
    parts: 2,
    encoding: 'ucs2',
    callbackUrl: null,
  },
  { gsm7: '0', ucs2: '8' },
);
const plain = (value: string) => value;
const render = (source: string, secrets = {}) => new Template(source).bind(secrets, plain)(values);

describe('a template', () => {
  it.each([
    ['{phone}', '+84912345678'],
    ['{phone84}', '84912345678'],
    ['{phone0}', '0912345678'],
    ['{reference}/{parts}/{encoding}', 'abc12301zz9/2/8'],
    ['{text|base64}', Buffer.from('Chào {phone} & bà con').toString('base64')],
    ['[{callbackUrl}]', '[]'],
    ['{{}}{{phone}}', '{}{phone}'],
    ['%d {secret.key}', '%d k-1'],
    ['', ''],
  ])('%s becomes %s', (source, rendered) => {
    expect(render(source, { key: 'k-1' })).toBe(rendered);
  });

  it('never reads a message as a template', () => {
    expect(render('{text}')).toBe('Chào {phone} & bà con');
    expect(render('{secret.key}', { key: '{phone}' })).toBe('{phone}');
  });

  it.each([
    '{',
    '}',
    '{phone',
    'a}b',
    '{}',
    '{phone number}',
    '{number}',
    '{secret.}',
    '{phone|upper}',
    '{__proto__}',
  ])('is refused in Vietnamese where it is wrong: %s', (source) => {
    expect(() => new Template(source)).toThrow(TemplateError);
    expect(() => new Template(source)).toThrow(/Dấu ngoặc|Không có trường/);
  });

  it('gives any text back from JSON and from an address, whatever stands in it', () => {
    const inside = new Template('<{text}>').bind({}, (value) => JSON.stringify(value).slice(1, -1));
    const address = new Template('{text}').bind({}, encodeURIComponent);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const own = { ...values, text };
        expect(JSON.parse(`"${inside(own)}"`)).toBe(`<${text}>`);
        expect(decodeURIComponent(address(own))).toBe(text);
      }),
    );
  });

  it('mends half a character, which no operator could be sent', () => {
    const { text } = valuesOf(
      {
        reference: 'a',
        phone: '+84912345678',
        text: 'a\ud83d b',
        parts: 1,
        encoding: 'ucs2',
        callbackUrl: null,
      },
      { gsm7: '0', ucs2: '8' },
    );
    expect(text).toBe('a\ufffd b');
  });
});

it('XML keeps its shape whatever a text holds', () => {
  expect(escapeXml('<b a="1">&\'\u0000\u0008đ😀</b>')).toBe(
    '&#60;b a=&#34;1&#34;&#62;&#38;&#39;đ😀&#60;/b&#62;',
  );
});
