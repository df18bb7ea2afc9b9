import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type HouseholdFilter, SHOWS } from '../../api/households.js';

type Change = { [Key in keyof HouseholdFilter]?: HouseholdFilter[Key] | undefined };

/** Changes some conditions; an undefined one is dropped. */
export type ChangeFilter = (change: Change) => void;

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
  const groupId = params.get('group');
  const q = params.get('q');
  const show = SHOWS.find((each) => each === params.get('show'));
  return { ...(areaId && { areaId }), ...(groupId && { groupId }), ...(q && { q }), ...(show && { show }) };
}

const paramsOf = ({ areaId, groupId, q, show }: Change) =>
  new URLSearchParams({
    ...(areaId && { area: areaId }),
    ...(groupId && { group: groupId }),
    ...(q && { q }),
    ...(show && { show }),
  });

/** The address of a list. */
export const directoryAt = (filter: Change) => `/directory?${paramsOf(filter)}`;
