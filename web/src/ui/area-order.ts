import type { Area } from '../api/areas.js';

/** Areas in the order of their tree, each with how deep it lies below the highest that the person sees. */
export function inTreeOrder(areas: readonly Area[]): { area: Area; depth: number }[] {
  const known = new Map(areas.map((area) => [area.id, area]));
  const below = new Map<string | null, Area[]>();
  for (const area of areas) {
    const parent = area.parentId !== null && known.has(area.parentId) ? area.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), area]);
  }
  const walk = (parent: string | null, depth: number): { area: Area; depth: number }[] =>
    (below.get(parent) ?? []).flatMap((area) => [{ area, depth }, ...walk(area.id, depth + 1)]);
  return walk(null, 0);
}
