import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTreeChange } from '../../api/area-changes.js';
import { AREAS } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { areasTexts } from '../../messages/areas.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './AreasScreen.module.css';

const SHOWN = 12;
const QUIET_MS = 250;

/** Finds a commune or a province in the state's list and makes areas of it. */
export function OfficialUnits({ isFirst = false }: { isFirst?: boolean }) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), QUIET_MS);
  const units = useQuery({
    queryKey: [...AREAS, 'official', q],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/official-units', { params: { query: { q, limit: SHOWN } }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const adopt = useTreeChange(
    (code: string) => ask(api.POST('/api/v1/areas/official', { body: { code } })),
    ({ areaId, created }) => {
      announce(t('areas.adopted', { count: created }));
      navigate(`/directory/areas?area=${areaId}`);
    },
  );
  return (
    <section className="card stack tight" aria-labelledby="official">
      <h2 id="official" className={classes.title}>
        {t(isFirst ? 'areas.first' : 'areas.addOfficial')}
      </h2>
      <TextInput
        type="search"
        label={t('areas.search')}
        description={t('areas.searchHint')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNote error={units.error ?? adopt.error} />
      {q !== '' && units.data?.items.length === 0 && <p>{t('areas.noOfficial')}</p>}
      <ul className={`plain-list ${classes.lines}`}>
        {q !== '' &&
          units.data?.items.map(({ code, name, level, provinceName, formerNames, areaId }) => (
            <li key={code}>
              <span>
                <span className="strong">{name}</span>
                {level === 'commune' && `, ${provinceName}`} <span className="dim small">({code})</span>
                {formerNames.length > 0 && (
                  <span className="dim small">
                    <br />
                    {t('areas.formerly', { names: formerNames.slice(0, 4).join(', ') })}
                  </span>
                )}
              </span>
              {areaId ? (
                <span className="dim">{t('areas.there')}</span>
              ) : (
                <Button
                  variant="default"
                  size="sm"
                  loading={adopt.isPending && adopt.variables === code}
                  onClick={() => adopt.mutate(code)}
                >
                  {t('areas.adopt', { name })}
                </Button>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
