import iconv from 'iconv-lite';
import { decodeLegacy } from './legacy-charsets.js';
import { judgeText, LegacyText } from './legacy-text.js';
import { narrowEncoding } from './narrow-encoding.js';
import type { SheetRow } from './sheet-row.js';

const convert = (rows: string[][]) => {
  const legacy = new LegacyText();
  const made = rows.map((cells, i): SheetRow => ({ sheet: 'A', isHiddenSheet: false, row: i + 1, cells }));
  return [...legacy.push(made), ...legacy.end()];
};

describe('text in an encoding of before Unicode', () => {
  test.each([
    ['tcvn3', 'NguyÔn V¨n §øc', 'Nguyễn Văn Đức'],
    ['tcvn3', 'Hä vµ tªn chñ hé', 'Họ và tên chủ hộ'],
    ['tcvn3', 'Sè ®iÖn tho¹i', 'Số điện thoại'],
    ['tcvn3', 'TDP sè 3, ph\u00adêng T©n LËp', 'TDP số 3, phường Tân Lập'],
    ['tcvn3', 'NGUYÔN V¡N ¸N', 'NGUYỄN VĂN ÁN'],
    ['tcvn3', 'Lª ThÞ Hµ', 'Lê Thị Hà'],
    ['vni', 'Nguyeãn Vaên Ñöùc', 'Nguyễn Văn Đức'],
    ['vni', 'TRAÀN THÒ BÌNH', 'TRẦN THỊ BÌNH'],
    ['vni', 'Soá ñieän thoaïi', 'Số điện thoại'],
    ['vni', 'AÁp 3', 'Ấp 3'],
  ])('%s: %s is %s', (charset, text, meant) => {
    expect(judgeText(text)).toEqual({ kind: 'legacy', charset, text: meant });
  });

  test('UTF-8 that went through windows-1252 is found, too', () => {
    const twice = [...Buffer.from('Nguyễn Văn Sơn', 'utf8')].map((byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : iconv.decode(Buffer.of(byte), 'windows-1252'),
    );
    expect(judgeText(twice.join(''))).toEqual({ kind: 'legacy', charset: 'utf8', text: 'Nguyễn Văn Sơn' });
  });

  test.each(
    'Nguyễn Văn Đức|Hoàng Công Minh|Lê Văn A|Thu Hà|José|Müller|m² · ½|Y Bhiêt Niê|H’Blĩ Niê|Café|Đắk Lắk|Phó Bí thư|1º'
      .split('|')
      .flatMap((text) => [text, text.normalize('NFD'), text.toUpperCase()]),
  )('true Unicode stays: %s', (text) => {
    const [row] = convert([[text]]);
    expect([row!.cells[0], row!.legacy]).toEqual([text, undefined]);
  });

  test('what can be read both ways follows its row, then its column', () => {
    const tcvn3 = convert([
      ['Vò Nam', 'Êp T©n LËp'],
      ['Vò Nam', ''],
    ]);
    expect(tcvn3.map(({ cells }) => cells[0])).toEqual(['Vũ Nam', 'Vò Nam']);
    const vni = convert([
      ['Nguyeãn Vaên Ñöùc'],
      ['Traàn Thò Bình'],
      ['Leâ Vaên Huøng'],
      ['Lyù Sôn'],
      ['Sôn'],
    ]);
    expect(vni.at(-1)!.cells[0]).toBe('Sơn');
    const mixed = convert([['Nguyễn Văn Sơn'], ['Trần Bình'], ['NguyÔn V¨n An'], ['Vò Nam']]);
    expect(mixed.map(({ cells }) => cells[0])).toEqual([
      'Nguyễn Văn Sơn',
      'Trần Bình',
      'Nguyễn Văn An',
      'Vò Nam',
    ]);
  });

  test('rows keep their order over sheets, and each sheet is judged by itself', () => {
    const legacy = new LegacyText();
    const row = (sheet: string, n: number, cell: string) => ({
      sheet,
      isHiddenSheet: false,
      row: n,
      cells: [cell],
    });
    const rows = [
      ...Array.from({ length: 700 }, (_, i) => row('A', i, 'NguyÔn V¨n An')),
      ...Array.from({ length: 3 }, (_, i) => row('B', i, 'Vò Nam')),
    ];
    const done = [...legacy.push(rows), ...legacy.end()];
    expect(done.map(({ sheet, row: n }) => `${sheet}${n}`)).toEqual(
      rows.map(({ sheet, row: n }) => `${sheet}${n}`),
    );
    expect(done.at(699)!.cells[0]).toBe('Nguyễn Văn An');
    expect(done.at(-1)!.cells[0]).toBe('Vò Nam');
  });

  test('the code page of a text file is the one in which it reads as Vietnamese', () => {
    const list = 'Nguyễn Văn Đức;0912345678;Ấp 3\r\nTrần Thị Bình;0987654321;Ấp 4\r\n';
    const windows = iconv.encode(
      list
        .normalize('NFD')
        .replaceAll('a\u0302', 'â')
        .replaceAll('A\u0302', 'Â')
        .replaceAll('e\u0302', 'ê')
        .replaceAll('o\u0302', 'ô')
        .replaceAll('a\u0306', 'ă')
        .replaceAll('đ', 'đ'),
      'windows-1258',
    );
    expect(narrowEncoding(windows)).toBe('windows-1258');
    expect(narrowEncoding(Buffer.from('NguyÔn V¨n §øc;0912345678;Êp 3\r\n', 'latin1'))).toBe('windows-1252');
    expect(narrowEncoding(Buffer.from('Nguyeãn Vaên Ñöùc;0912345678;AÁp 3\r\n', 'latin1'))).toBe(
      'windows-1252',
    );
  });

  test('a character that an encoding has not makes it no reading', () => {
    expect(decodeLegacy('A\u00ff', 'tcvn3')).toBeNull();
    expect(decodeLegacy('A\u00b5', 'vni')).toBe('A\u00b5');
  });
});
