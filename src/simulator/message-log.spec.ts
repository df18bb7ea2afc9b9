import fc from 'fast-check';
import { MessageLog } from './message-log.js';
import { ReferenceIndex } from './reference-index.js';

describe('the log of what reached the phones', () => {
  it('tells every message with its phone, its time and how often it was sent', () => {
    const log = new MessageLog();
    const first = log.add('abc1', '+84912345678', 'delivered', 'native');
    const second = log.add('abc2', '+84912345680', 'undelivered', 'kannel');
    log.repeat(first);
    log.repeat(first);
    expect(log.at(first)).toMatchObject({
      id: 'sim1',
      reference: 'abc1',
      phone: '+84912345678',
      count: 3,
      fate: 'delivered',
      format: 'native',
    });
    expect(log.at(second)).toMatchObject({
      id: 'sim2',
      reference: 'abc2',
      count: 1,
      fate: 'undelivered',
      format: 'kannel',
    });
    expect(log.summary()).toEqual({
      messages: 2,
      sendings: 4,
      duplicates: 1,
      delivered: 1,
      undelivered: 1,
      expired: 0,
    });
    log.clear();
    expect(log.find('abc1')).toBeUndefined();
    expect(log.summary().messages).toBe(0);
  });

  it('keeps a hundred thousand messages apart', () => {
    const log = new MessageLog();
    for (let n = 0; n < 100_000; n++) log.add(`k3v9xq01${n.toString(36)}`, `+849${n}`, 'delivered', 'native');
    for (const n of [0, 1, 2047, 2048, 65_535, 99_999]) {
      expect(log.find(`k3v9xq01${n.toString(36)}`)).toBe(n);
      expect(log.at(n).reference).toBe(`k3v9xq01${n.toString(36)}`);
    }
    expect(log.find('k3v9xq01zzzz')).toBeUndefined();
  });
});

it('the index of references behaves like a map', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 })), (references) => {
      const index = new ReferenceIndex();
      const map = new Map<string, number>();
      for (const reference of references) {
        expect(index.find(reference)).toBe(map.get(reference));
        if (!map.has(reference)) map.set(reference, index.add(reference));
      }
      expect([...map.keys()].map((_, place) => index.at(place))).toEqual([...map.keys()]);
    }),
  );
});
