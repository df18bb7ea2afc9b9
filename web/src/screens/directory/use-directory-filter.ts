import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { HouseholdFilter } from '../../api/households.js';

/** Changes some conditions; an undefined one is dropped. */
export type ChangeFilter = (change: {
  [Key in keyof HouseholdFilter]?: HouseholdFilter[Key] | undefined;
}) => void;

/**
 * What the list shows, as it stands in the address: a link, the back button and a reload lead to the same list.
 * The filter is one object as long as the address is one.
 */
export function useDirectoryFilter(): [HouseholdFilter, ChangeFilter] {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(text)), [text]);
  const change = useCallback<ChangeFilter>(
    (next) => setParams(paramsOf({ ...filter, ...next }), { replace: true }),
    [filter, setParams],
  );
  return [filter, change];
}

function filterOf(params: URLSearchParams): HouseholdFilter {
  const areaId = params.get('area');
  const q = params.get('q');
  return { ...(areaId && { areaId }), ...(q && { q }) };
}

/** The address of a list. */
export function paramsOf({
  areaId,
  q,
}: { [Key in keyof HouseholdFilter]?: HouseholdFilter[Key] | undefined }) {
  return new URLSearchParams({ ...(areaId && { area: areaId }), ...(q && { q }) });
}
