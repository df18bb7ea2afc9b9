import type { Area } from '../../api/areas.js';

/** The commune in which an area lies, or the highest area above it that the person sees. */
export function communeOf(areas: readonly Area[], areaId: string): string {
  const known = new Map(areas.map((area) => [area.id, area]));
  let at = known.get(areaId);
  while (at && at.level !== 'commune' && at.parentId !== null && known.has(at.parentId))
    at = known.get(at.parentId);
  return at?.id ?? areaId;
}
