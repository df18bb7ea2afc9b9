import { sources } from './sources.js';

/** Keys of advisory locks: one of 7,214,000 and on, or the first of two, 7,214 and on. */
const KEY = /const (\w+) = (7_21\d(?:_\d{3})?);/g;

describe('advisory locks', () => {
  it('have each a number of their own: two that share one would wait for each other', () => {
    const names = new Map<string, string[]>();
    for (const { path, text } of sources())
      for (const [, name, key] of text.matchAll(KEY)) {
        const others = names.get(key!) ?? [];
        names.set(key!, [...others, `${path} ${name}`]);
      }
    expect([...names.values()].filter((each) => each.length > 1)).toEqual([]);
    expect([...names.values()].flat().length).toBeGreaterThan(10);
  });
});
