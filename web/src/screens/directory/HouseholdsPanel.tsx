import { Anchor, Button, CloseButton, TextInput } from '@mantine/core';
import { useEffectEvent, useLayoutEffect, useState } from 'react';
import { Link } from 'wouter';
import type { HouseholdFilter } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { directoryTexts } from '../../messages/directory.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Icon } from '../../ui/Icon.js';
import { HouseholdList } from './HouseholdList.js';
import type { ChangeFilter } from './use-directory-filter.js';

/** How long after the last key the list is asked for. */
const QUIET_MS = 250;

interface HouseholdsPanelProps {
  filter: HouseholdFilter;
  change: ChangeFilter;
  /** There is no household anywhere yet. */
  isAll: boolean;
}

/** Search as one types, the list, and the list as a file. */
export function HouseholdsPanel({ filter, change, isAll: isEmpty }: HouseholdsPanelProps) {
  const t = useText(directoryTexts);
  const may = useMay();
  const { areaId, q } = filter;
  const isFiltered = Object.keys(filter).some((key) => key !== 'areaId');
  return (
    <>
      <SearchField key={areaId ?? ''} q={q ?? ''} onSearch={(text) => change({ q: text || undefined })} />
      <HouseholdList
        filter={filter}
        empty={
          isFiltered ? (
            <EmptyState
              icon="search"
              title={t('directory.noneFound')}
              action={
                <Button component={Link} variant="default" href="/directory">
                  {t('directory.everything')}
                </Button>
              }
            >
              {t('directory.noneFoundWhat')}
            </EmptyState>
          ) : (
            <NoHouseholds areaId={areaId} />
          )
        }
        actions={
          may('phone:read') &&
          !isEmpty && (
            <span className="row small">
              {t('directory.export')}
              {(['xlsx', 'csv'] as const).map((kind) => (
                <Anchor key={kind} underline="always" href={exportAt(kind, filter)} download>
                  {kind === 'xlsx' ? 'Excel' : 'CSV'}
                </Anchor>
              ))}
            </span>
          )
        }
      />
    </>
  );
}

const exportAt = (kind: 'xlsx' | 'csv', filter: HouseholdFilter) =>
  `/api/v1/households/export.${kind}?${new URLSearchParams({ ...filter })}`;

/** What is typed stands in the address shortly after the last key. */
function SearchField({ q, onSearch }: { q: string; onSearch: (text: string) => void }) {
  const t = useText(directoryTexts);
  const [text, setText] = useState(q);
  const search = useEffectEvent((wanted: string) => onSearch(wanted));
  // In the layout phase: whoever leaves for a household meanwhile must not be fetched back by a late search.
  useLayoutEffect(() => {
    if (text.trim() === q) return undefined;
    const timer = setTimeout(() => search(text.trim()), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text, q]);
  return (
    <TextInput
      type="search"
      label={t('directory.search')}
      description={t('directory.searchHint')}
      maxLength={200}
      autoComplete="off"
      leftSection={<Icon name="search" size={20} />}
      rightSection={
        text !== '' && <CloseButton aria-label={t('directory.clear')} onClick={() => setText('')} />
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function NoHouseholds({ areaId }: { areaId: string | undefined }) {
  const t = useText(directoryTexts);
  const may = useMay();
  return (
    <EmptyState
      icon="people"
      title={t('directory.noHouseholds')}
      action={
        may('import:write') && (
          <Button component={Link} href={`/directory/imports${areaId ? `?area=${areaId}` : ''}`}>
            {t('directory.import')}
          </Button>
        )
      }
    >
      {may('import:write') ? t('directory.noHouseholdsWhat') : t('directory.askAdmin')}
    </EmptyState>
  );
}
