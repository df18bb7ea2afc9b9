import type { Area } from '../../api/areas.js';
import { useFormat } from '../../app/language.js';
import classes from './AreasScreen.module.css';

interface AreaBoxesProps {
  legend: string;
  areas: readonly Area[];
  chosenIds: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Several areas to be ticked, each with its households. */
export function AreaBoxes({ legend, areas, chosenIds, onChange }: AreaBoxesProps) {
  const format = useFormat();
  return (
    <fieldset className={classes.boxes}>
      <legend className="strong">{legend}</legend>
      {areas.map(({ id, name, households }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosenIds.includes(id)}
            onChange={() =>
              onChange(chosenIds.includes(id) ? chosenIds.filter((each) => each !== id) : [...chosenIds, id])
            }
          />
          <span className={classes.name}>{name}</span>
          <span className="dim figures">{format.number(households)}</span>
        </label>
      ))}
    </fieldset>
  );
}
