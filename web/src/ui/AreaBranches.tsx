import { type ReactNode, useMemo, useState } from 'react';
import type { Area } from '../api/areas.js';
import { useText } from '../app/language.js';
import { appTexts } from '../messages/app.js';
import classes from './AreaBranches.module.css';
import { Icon } from './Icon.js';

interface AreaBranchesProps {
  areas: readonly Area[];
  /** What stands on the line of an area. */
  children: (area: Area) => ReactNode;
}

/** Beyond so many areas the tree opens only where somebody opens it. */
const OPEN_AT_ONCE = 60;

/** The tree of areas: branches that open and close, and on each line what the screen puts there. */
export function AreaBranches({ areas, children: lineOf }: AreaBranchesProps) {
  const t = useText(appTexts);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const below = useMemo(() => childrenOf(areas), [areas]);
  const isOpenAtFirst = areas.length <= OPEN_AT_ONCE;

  const branch = (parent: string | null, depth: number) => (
    <ul className={depth === 0 ? classes.root : classes.branch}>
      {(below.get(parent) ?? []).map((area) => {
        const hasBelow = below.has(area.id);
        // The first floor stands open however large the tree is: a province shows its communes.
        const isOpen =
          (isOpenAtFirst || (depth === 0 && below.get(null)!.length === 1)) !== toggled.has(area.id);
        return (
          <li key={area.id}>
            <div className={classes.line}>
              {hasBelow ? (
                <button
                  type="button"
                  className={`${classes.opener} ${isOpen ? classes.isOpen : ''}`}
                  aria-expanded={isOpen}
                  aria-label={t(isOpen ? 'tree.close' : 'tree.open', { name: area.name })}
                  onClick={() =>
                    setToggled((was) => {
                      const next = new Set(was);
                      if (!next.delete(area.id)) next.add(area.id);
                      return next;
                    })
                  }
                >
                  <Icon name="next" size={20} />
                </button>
              ) : (
                <span className={classes.opener} />
              )}
              {lineOf(area)}
            </div>
            {hasBelow && isOpen && branch(area.id, depth + 1)}
          </li>
        );
      })}
    </ul>
  );
  return branch(null, 0);
}

/** Areas by the one above them; whoever works in a part of the tree sees that part as its root (null). */
function childrenOf(areas: readonly Area[]): Map<string | null, Area[]> {
  const known = new Set(areas.map(({ id }) => id));
  const found = new Map<string | null, Area[]>();
  for (const area of areas) {
    const parent = area.parentId !== null && known.has(area.parentId) ? area.parentId : null;
    const siblings = found.get(parent);
    if (siblings) siblings.push(area);
    else found.set(parent, [area]);
  }
  return found;
}
