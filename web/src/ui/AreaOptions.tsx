import { useAreas } from '../api/areas.js';

/** Every area that the person may see, for a `NativeSelect`. */
export function AreaOptions() {
  const areas = useAreas();
  return areas.data?.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}
