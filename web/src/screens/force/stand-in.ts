import type { Propagandist } from '../../api/force.js';
import { today } from '../../ui/today.js';

/** Who does the person's work today; undefined where they do it themselves. */
export function onDutyInstead({ standIns }: Propagandist): Propagandist['standIns'][number] | undefined {
  const now = today();
  return standIns.findLast(({ startsOn, endsOn }) => startsOn <= now && now <= endsOn);
}
