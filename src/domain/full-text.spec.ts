import fc from 'fast-check';
import { blocksOf } from './full-text.js';

describe('the long text behind a link', () => {
  it('is paragraphs between blank lines, and a list where every line begins with a dash', () => {
    expect(blocksOf('Kính gửi ông/bà.\nXã thông báo:\n\n- bếp ga\n• ổ điện\n\nCó cháy gọi 114.')).toEqual([
      { kind: 'paragraph', lines: ['Kính gửi ông/bà.', 'Xã thông báo:'] },
      { kind: 'list', lines: ['bếp ga', 'ổ điện'] },
      { kind: 'paragraph', lines: ['Có cháy gọi 114.'] },
    ]);
    expect(blocksOf(' \n\n ')).toEqual([]);
  });

  it('loses no word', () => {
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'bờ', '\n', '\n\n', ' ', '114')), (pieces) => {
        const text = pieces.join('');
        expect(blocksOf(text).flatMap(({ lines }) => lines.flatMap(words))).toEqual(words(text));
      }),
    );
  });
});
