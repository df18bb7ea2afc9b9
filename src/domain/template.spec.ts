import fc from 'fast-check';
import { editDistance } from './edit-distance.js';
import {
  longestRendering,
  parseTemplate,
  PLACEHOLDERS,
  renderExample,
  renderTemplate,
  type TemplateFields,
  type TemplateSegment,
} from './template.js';
import { unaccent } from './vietnamese.js';

function segmentsOf(text: string): TemplateSegment[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.problems.map((p) => p.message).join(' '));
  return parsed.segments;
}
function problemsOf(text: string) {
  const parsed = parseTemplate(text);
  return parsed.ok ? [] : parsed.problems;
}
const escape = (text: string) => text.replace(/[{}]/g, '$&$&');

describe('a template', () => {
  it('puts the household’s own values into the text', () => {
    const segments = segmentsOf('Kính gửi {chủ hộ}, {khu dân cư}, {xã}: từ 01/01.');
    expect(
      renderTemplate(segments, { headName: 'Trần Thị Bé', areaName: 'Ấp 7', communeName: 'Xã An Bình' }),
    ).toBe('Kính gửi Trần Thị Bé, Ấp 7, Xã An Bình: từ 01/01.');
  });

  it.each([
    '{chủ hộ}',
    '{CHỦ HỘ}',
    '{chu ho}',
    '{ Chủ  hộ }',
    '{chu_ho}',
    '{Tên chủ hộ}',
    '{chủ hộ}'.normalize('NFD'),
  ])('recognises the head of the household in %s', (text) => {
    expect(segmentsOf(text)).toEqual([{ key: 'headName' }]);
  });

  it('recognises every label and alias with and without accents, in any case', () => {
    for (const { key, label, aliases } of PLACEHOLDERS) {
      for (const name of [label, ...aliases]) {
        for (const spelling of [name, unaccent(name), name.toUpperCase()]) {
          expect(segmentsOf(`{${spelling}}`)).toEqual([{ key }]);
        }
      }
    }
  });

  it('has the fallback where a value is missing or blank', () => {
    const segments = segmentsOf('Kính gửi {chủ hộ}.');
    for (const headName of [undefined, null, '', ' \u00a0']) {
      expect(renderTemplate(segments, { headName })).toBe('Kính gửi ông/bà.');
    }
  });

  it('never reads a household’s value as a placeholder', () => {
    expect(renderTemplate(segmentsOf('{chủ hộ}'), { headName: '{địa chỉ}', address: 'Số 1' })).toBe(
      '{địa chỉ}',
    );
  });

  it('cleans values', () => {
    expect(renderTemplate(segmentsOf('{chủ hộ}!'), { headName: ' Lê  Hoà\n'.normalize('NFD') })).toBe(
      'Lê Hoà!',
    );
  });

  it('writes braces where they are doubled', () => {
    expect(renderTemplate(segmentsOf('a {{b}} c'), {})).toBe('a {b} c');
    expect(renderTemplate(segmentsOf('{{{{'), {})).toBe('{{');
  });

  it('shows its examples before an audience is chosen', () => {
    expect(renderExample(segmentsOf('{chủ hộ} - {khu dân cư}'))).toBe('Nguyễn Văn An - Ấp 7');
  });
});

describe('problems of a template', () => {
  it.each([
    ['', 0, 'để trống'],
    [' \n', 0, 'để trống'],
    ['Kính gửi {chủ hộ', 9, 'chưa được đóng'],
    ['Kính gửi {chủ hộ\n}', 9, 'chưa được đóng'],
    ['ông/bà} ơi', 6, 'không có dấu {'],
    ['a {} b', 2, 'chưa có tên trường'],
    ['gửi {chủ họ nhà}', 4, 'Không có trường {chủ họ nhà}'],
    ['gửi {chủ hô}', -1, ''],
    ['gửi {chu hoo}', 4, 'Có phải ý là {chủ hộ}?'],
    ['gửi {khu dan cu7}', 4, 'Có phải ý là {khu dân cư}?'],
    ['gửi {diachi}', 4, 'Có phải ý là {địa chỉ}?'],
    ['gửi {số dư tài khoản}', 4, 'Các trường dùng được: {chủ hộ}, {khu dân cư}'],
    ['gửi {{chủ hộ}}', 4, 'Chỉ viết một dấu ngoặc: {chủ hộ}'],
  ])('of %j: at %i "%s"', (text, at, message) => {
    const problems = problemsOf(text);
    if (at < 0) {
      expect(problems).toEqual([]);
      return;
    }
    expect(problems[0]?.at).toBe(at);
    expect(problems[0]?.message).toContain(message);
  });

  it('are told all at once, in the order of the text', () => {
    expect(problemsOf('{a b c} và {d e f} và {').map((p) => p.at)).toEqual([0, 11, 22]);
  });
});

describe('any template', () => {
  const value = fc.string({
    unit: fc.constantFrom('Đ', 'a', '{', '}', 'ế', '7'),
    minLength: 1,
    maxLength: 20,
  });
  const piece = fc.oneof(
    fc.record({ text: fc.string({ unit: fc.constantFrom('ạ', 'b', ' ', '{', '}', '\n'), maxLength: 12 }) }),
    fc.record({ key: fc.constantFrom(...PLACEHOLDERS.map((p) => p.key)) }),
  );

  it('renders to its literal texts and values in order, braces and all', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), value, (pieces, filled) => {
        const source = pieces
          .map((p) =>
            'text' in p ? escape(p.text) : `{${PLACEHOLDERS.find((x) => x.key === p.key)!.label}}`,
          )
          .join('');
        const parsed = parseTemplate(source);
        fc.pre(parsed.ok);
        const fields: TemplateFields = Object.fromEntries(PLACEHOLDERS.map(({ key }) => [key, filled]));
        expect(parsed.ok && renderTemplate(parsed.segments, fields)).toBe(
          pieces.map((p) => ('text' in p ? p.text : filled)).join(''),
        );
      }),
    );
  });

  it('either parses or tells a problem inside the text, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', 'c', 'hủ', ' hộ', '\n'), maxLength: 40 }),
        (text) => {
          const parsed = parseTemplate(text);
          if (parsed.ok) return;
          expect(parsed.problems.length).toBeGreaterThan(0);
          for (const { at } of parsed.problems) expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});

describe('the longest rendering over an audience', () => {
  const segments = segmentsOf(`Gui {chủ hộ}: ${'a'.repeat(140)}`);

  it('is the one with the most parts, then the most units', () => {
    const rows = [{ headName: 'An' }, { headName: 'Nguyen Thi Hoang Oanh' }, { headName: 'Nguyễn' }];
    expect(longestRendering(segments, rows)).toMatchObject({ parts: 3, row: { headName: 'Nguyễn' } });
    expect(longestRendering(segments, rows, { unaccented: true })).toMatchObject({
      parts: 2,
      row: { headName: 'Nguyen Thi Hoang Oanh' },
    });
  });

  it('is null for nobody', () => {
    expect(longestRendering(segments, [])).toBeNull();
  });
});

describe('the distance of two spellings', () => {
  it.each([
    ['', '', 0],
    ['chu ho', 'chu ho', 0],
    ['chu hoo', 'chu ho', 1],
    ['xa', 'xã', 1],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});
