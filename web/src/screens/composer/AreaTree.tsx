import { choiceOf, toggleArea } from '../../../../src/domain/area-selection.js';
import type { Area } from '../../api/areas.js';
import { useText } from '../../app/language.js';
import { appTexts } from '../../messages/app.js';
import { AreaBranches } from '../../ui/AreaBranches.js';
import classes from './AreaTree.module.css';

interface AreaTreeProps {
  areas: readonly Area[];
  chosenIds: readonly string[];
  onChange: (ids: string[]) => void;
}

/** The tree of areas with their households, to be ticked: a ticked area stands for everything below it. */
export function AreaTree({ areas, chosenIds, onChange }: AreaTreeProps) {
  const t = useText(appTexts);
  const byId = new Map(areas.map((area) => [area.id, area]));
  const chosen = chosenIds.flatMap((id) => byId.get(id) ?? []);
  return (
    <AreaBranches areas={areas}>
      {(area) => {
        const choice = choiceOf(area, chosen);
        return (
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
        );
      }}
    </AreaBranches>
  );
}
