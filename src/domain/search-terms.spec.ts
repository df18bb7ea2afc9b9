import { areaTerms, searchTerms } from './search-terms.js';

describe('what is typed into the search box', () => {
  test('is beginnings of words without accents, in any order, once each', () => {
    expect(searchTerms('  Nguyễn  VĂN nguyen Ă')!.words).toEqual(['nguyen', 'van', 'a']);
    expect(searchTerms('số nhà 12/3, Trần Phú')!.words).toEqual(['12/3', 'tran', 'phu']);
  });

  test.each([
    ['0912 345 678', '912345678'],
    ['+84 912.345.678', '912345678'],
    ['84912345678', '912345678'],
    ['5678', '5678'],
    ['845', '845'],
    ['12', null],
    ['12 Trần Phú', null],
  ])('%s has the figures %s', (text, figures) => {
    expect(searchTerms(text)?.figures).toBe(figures);
  });

  test('may be a code in any spelling, and may be nothing', () => {
    expect(searchTerms('h 001')!.code).toBe('h001');
    for (const text of ['', '  ', '%%', '---']) expect(searchTerms(text)).toBeNull();
  });

  test('may end with the name of an area', () => {
    expect(areaTerms(['nguyen', 'an', 'ap', '3'])).toEqual({ before: ['nguyen', 'an'], area: 'ap 3' });
    expect(areaTerms(['xa', 'tan', 'hoa'])).toEqual({ before: [], area: 'xa tan hoa' });
    expect(areaTerms(['nguyen', 'van', 'toan'])).toBeNull();
  });
});
