import type { Propagandist } from '../../api/force.js';

/** `2026-10-05`: today in Vietnam. */
export const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** Who does the person's work today; undefined where they do it themselves. */
export function onDutyInstead({ standIns }: Propagandist): Propagandist['standIns'][number] | undefined {
  const now = today();
  return standIns.findLast(({ startsOn, endsOn }) => startsOn <= now && now <= endsOn);
}
