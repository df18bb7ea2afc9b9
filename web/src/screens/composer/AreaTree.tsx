import { useMemo, useState } from 'react';
import { choiceOf, toggleArea } from '../../../../src/domain/area-selection.js';
import type { Area } from '../../api/areas.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { Icon } from '../../ui/Icon.js';
import classes from './AreaTree.module.css';

interface AreaTreeProps {
  areas: readonly Area[];
  chosenIds: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Beyond so many areas the tree opens only where somebody opens it. */
const OPEN_AT_ONCE = 60;

/** The tree of areas with their households, to be ticked: a ticked area stands for everything below it. */
export function AreaTree({ areas, chosenIds, onChange }: AreaTreeProps) {
  const t = useText(composerTexts);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const byId = useMemo(() => new Map(areas.map((area) => [area.id, area])), [areas]);
  const children = useMemo(() => {
    const found = new Map<string | null, Area[]>();
    for (const area of areas) {
      // Whoever works in a part of the tree sees that part as its root.
      const parent = area.parentId !== null && byId.has(area.parentId) ? area.parentId : null;
      found.set(parent, [...(found.get(parent) ?? []), area]);
    }
    return found;
  }, [areas, byId]);
  const chosen = chosenIds.flatMap((id) => byId.get(id) ?? []);
  const isOpenAtFirst = areas.length <= OPEN_AT_ONCE;

  const branch = (parent: string | null, depth: number) => (
    <ul className={depth === 0 ? classes.root : classes.branch}>
      {(children.get(parent) ?? []).map((area) => {
        const below = children.get(area.id) ?? [];
        const isOpen = isOpenAtFirst !== toggled.has(area.id);
        const choice = choiceOf(area, chosen);
        return (
          <li key={area.id}>
            <div className={classes.line}>
              {below.length > 0 ? (
                <button
                  type="button"
                  className={`${classes.opener} ${isOpen ? classes.isOpen : ''}`}
                  aria-expanded={isOpen}
                  aria-label={t(isOpen ? 'tree.close' : 'tree.open', {
                    name: area.name,
                  })}
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
              <label className={classes.label}>
                <input
                  type="checkbox"
                  checked={choice === 'all'}
                  ref={(box) => {
                    if (box) box.indeterminate = choice === 'some';
                  }}
                  onChange={() => onChange(toggleArea(areas, chosenIds, area.id))}
                />
                <span className={classes.name}>{area.name}</span>
                <span className="dim figures">{t('tree.households', { count: area.households })}</span>
              </label>
            </div>
            {below.length > 0 && isOpen && branch(area.id, depth + 1)}
          </li>
        );
      })}
    </ul>
  );
  return branch(null, 0);
}
