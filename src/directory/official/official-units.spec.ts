import { officialUnits } from './official-units.js';

const units = officialUnits();
const communes = units.provinces().flatMap(({ code }) => units.communesOf(code));
const today = (address: string) =>
  units.today(address).map(({ unit, provinceName }) => `${unit.name}, ${provinceName}`);

test('the list has the provinces and communes of today, all with names in one form', () => {
  const starting = (kind: string) => communes.filter(({ name }) => name.startsWith(`${kind} `)).length;
  expect(units.provinces()).toHaveLength(34);
  expect([communes.length, starting('Xã'), starting('Phường'), starting('Đặc khu')]).toEqual([
    3321, 2611, 697, 13,
  ]);
  const all = [...units.provinces(), ...communes];
  expect(all.filter(({ name }) => name !== name.normalize('NFC') || /[’\s]{2}|’/.test(name))).toEqual([]);
  expect(new Set(all.map(({ code }) => code)).size).toBe(34 + 3321);
  expect(units.provinces().filter(({ name }) => name.startsWith('Thành phố '))).toHaveLength(7);
  expect(units.get('75')!.name).toBe('Thành phố Đồng Nai');
});

test.each([
  ['Phường 12, Quận Gò Vấp, TP. Hồ Chí Minh', ['Phường An Hội Tây, Thành phố Hồ Chí Minh']],
  ['123 Quang Trung, P12, Q. Gò Vấp, TPHCM', ['Phường An Hội Tây, Thành phố Hồ Chí Minh']],
  ['Phường Ba Đình, Hà Nội', ['Phường Ba Đình, Thành phố Hà Nội']],
  ['xã Tân Lập, huyện Bắc Tân Uyên, tỉnh Bình Dương', ['Phường Tân Uyên, Thành phố Hồ Chí Minh']],
  ['xa tan lap, huyen bac tan uyen, binh duong', ['Phường Tân Uyên, Thành phố Hồ Chí Minh']],
])('%s lies today in %j', (address, expected) => expect(today(address)).toEqual(expected));

test('an address that says too little may be several, one that names none is none', () => {
  expect(today('Xã Tân Tiến').length).toBeGreaterThan(3);
  expect(today('Xã Không Có Thật, huyện Không Đâu')).toEqual([]);
  expect(today('12/3 Nguyễn Trãi')).toEqual([]);
});

test('every old unit is found by its own full address', () => {
  const missed: string[] = [];
  for (const { code } of communes) {
    for (const name of units.formerNames(code)) {
      const old = /^(.*) \((.*), (.*)\)$/.exec(name);
      if (!old) continue;
      const found = units.today(`Ấp 1, ${old[1]}, ${old[2]}, ${old[3]}`);
      if (!found.some(({ unit }) => unit.code === code)) missed.push(name);
    }
  }
  expect(missed).toEqual([]);
});

test('units are found by a part of their name without accents, and by their code', () => {
  expect(units.search('go vap', 5).map(({ name }) => name)).toContain('Phường Gò Vấp');
  expect(units.search('26882', 5).map(({ name }) => name)).toEqual(['Phường An Hội Tây']);
  expect(units.search('xa', 3)).toHaveLength(3);
});
