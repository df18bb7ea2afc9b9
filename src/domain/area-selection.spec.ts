import fc from 'fast-check';
import { type AreaNode, choiceOf, toggleArea } from './area-selection.js';

const area = (path: string): AreaNode => {
  const ids = path.split('/').filter(Boolean);
  return { id: ids.at(-1)!, parentId: ids.at(-2) ?? null, path };
};
/** A province with two communes, one of them with three hamlets, one of these with two groups. */
const TREE = ['/1/', '/1/2/', '/1/3/', '/1/2/4/', '/1/2/5/', '/1/2/6/', '/1/2/6/7/', '/1/2/6/8/'].map(area);
const leaves = TREE.filter((each) => !TREE.some((other) => other.parentId === each.id));
const ids = (chosen: readonly string[]) => TREE.filter(({ id }) => chosen.includes(id));
const covered = (chosen: readonly string[]) =>
  leaves.filter((leaf) => choiceOf(leaf, ids(chosen)) === 'all').map(({ id }) => id);

describe('toggleArea', () => {
  it('chooses an area with everything below it', () => {
    expect(toggleArea(TREE, ['4'], '1')).toEqual(['1']);
    expect(covered(['1'])).toEqual(['3', '4', '5', '7', '8']);
  });

  it('takes one part out of an area that is chosen wholly', () => {
    expect(covered(toggleArea(TREE, ['1'], '7'))).toEqual(['3', '4', '5', '8']);
    expect(toggleArea(TREE, ['1'], '2')).toEqual(['3']);
  });

  it('chooses the parent where all its children are chosen', () => {
    expect(toggleArea(TREE, ['4', '5', '7'], '8')).toEqual(['2']);
  });

  it('drops areas that are gone', () => {
    expect(toggleArea(TREE, ['99', '3'], '98')).toEqual(['3']);
  });

  it('says how much of an area is chosen', () => {
    expect(['1', '2', '3', '6', '7'].map((id) => choiceOf(ids([id])[0]!, ids(['6'])))).toEqual([
      'some',
      'some',
      'none',
      'all',
      'all',
    ]);
  });

  it('changes what was toggled and nothing else, and keeps the choice as small as it can be', () => {
    const clicks = fc.array(fc.constantFrom(...TREE.map(({ id }) => id)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(clicks, (toggled) => {
        let chosen: string[] = [];
        for (const id of toggled) {
          const it = ids([id])[0]!;
          const was = choiceOf(it, ids(chosen));
          const before = covered(chosen);
          chosen = toggleArea(TREE, chosen, id);
          const below = leaves.filter((leaf) => leaf.path.startsWith(it.path)).map((leaf) => leaf.id);
          const wanted =
            was === 'all'
              ? before.filter((leaf) => !below.includes(leaf))
              : leaves.map((leaf) => leaf.id).filter((leaf) => before.includes(leaf) || below.includes(leaf));
          expect(covered(chosen)).toEqual(wanted);
          const nodes = ids(chosen);
          expect(nodes).toHaveLength(chosen.length);
          for (const one of nodes)
            expect(nodes.filter((other) => one.path.startsWith(other.path))).toEqual([one]);
          for (const parent of TREE) {
            const children = TREE.filter((each) => each.parentId === parent.id);
            if (children.length > 0) expect(children.every((each) => chosen.includes(each.id))).toBe(false);
          }
        }
      }),
    );
  });
});
