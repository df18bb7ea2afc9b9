/**
 * Which areas an official has chosen in a tree. A chosen area stands for everything below it, so the choice is kept
 * small: no chosen area lies below another, and a parent whose children are all chosen is chosen itself.
 */
export interface AreaNode {
  id: string;
  parentId: string | null;
  /** Ids from the root, this one included: `/1/5/12/`. */
  path: string;
}

export type Choice = 'all' | 'some' | 'none';

/** How much of an area is chosen: it or an area above it, something below it, or nothing. */
export function choiceOf(area: AreaNode, chosen: readonly AreaNode[]): Choice {
  if (chosen.some((each) => area.path.startsWith(each.path))) return 'all';
  return chosen.some((each) => each.path.startsWith(area.path)) ? 'some' : 'none';
}

/**
 * The choice after a person ticked an area, or unticked one that was chosen wholly: an area above it then gives way to
 * its other parts. Ids that are no area are dropped.
 */
export function toggleArea(areas: readonly AreaNode[], chosenIds: readonly string[], id: string): string[] {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const area = byId.get(id);
  const chosen = chosenIds.flatMap((each) => byId.get(each) ?? []);
  if (!area) return chosen.map((each) => each.id);
  const next =
    choiceOf(area, chosen) === 'all' ? without(areas, chosen, area) : [...outside(chosen, area), area];
  return gathered(areas, byId, next).map((each) => each.id);
}

const outside = (chosen: readonly AreaNode[], area: AreaNode) =>
  chosen.filter((each) => !each.path.startsWith(area.path));

/** What stays of the choice when an area is taken out: of an area above it, the parts that do not hold it. */
function without(areas: readonly AreaNode[], chosen: readonly AreaNode[], area: AreaNode): AreaNode[] {
  const above = chosen.find((each) => area.path.startsWith(each.path));
  const rest = outside(chosen, area).filter((each) => each !== above);
  if (!above || above === area) return rest;
  // Siblings of the area, and of whatever lies between it and the area above.
  const parts = areas.filter((each) => {
    const parentPath = each.path.slice(0, each.path.length - each.id.length - 1);
    const isBetween = parentPath.startsWith(above.path) && area.path.startsWith(parentPath);
    return isBetween && parentPath !== area.path && !area.path.startsWith(each.path);
  });
  return [...rest, ...parts];
}

/** Parents in place of children that are all chosen, from below upwards. */
function gathered(
  areas: readonly AreaNode[],
  byId: ReadonlyMap<string, AreaNode>,
  chosen: readonly AreaNode[],
): AreaNode[] {
  let result = [...chosen];
  for (;;) {
    const full = result
      .flatMap((each) => (each.parentId === null ? [] : (byId.get(each.parentId) ?? [])))
      .find((parent) =>
        areas.filter((each) => each.parentId === parent.id).every((child) => result.includes(child)),
      );
    if (!full) return result;
    result = [...outside(result, full), full];
  }
}
