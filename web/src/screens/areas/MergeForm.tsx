import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { undoChange, useTreeChange } from '../../api/area-changes.js';
import type { Area } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { areasTexts } from '../../messages/areas.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { AreaBoxes } from './AreaBoxes.js';

interface MergeFormProps {
  area: Area;
  areas: readonly Area[];
  onDone: () => void;
}

/** Takes other areas of the same level into this one: says how many households move before it does. */
export function MergeForm({ area, areas, onDone }: MergeFormProps) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [areaIds, setAreaIds] = useState<string[]>([]);
  const [name, setName] = useState('');
  const [keepsCodes, setKeepsCodes] = useState(true);
  const like = areas.filter(
    (each) => each.level === area.level && each.id !== area.id && !area.path.startsWith(each.path),
  );
  const count = like
    .filter(({ id }) => areaIds.includes(id))
    .reduce((sum, { households }) => sum + households, 0);
  const undo = useTreeChange(undoChange, () => undefined);
  const merge = useTreeChange(
    () =>
      ask(
        api.POST('/api/v1/areas/{id}/merge', {
          params: { path: { id: area.id } },
          body: {
            areaIds,
            ...(name.trim() !== '' && { name }),
            sameCodes: keepsCodes ? 'keep-as-note' : 'refuse',
          },
        }),
      ),
    ({ id, areaName }) => {
      announce(t('areas.merged', { name: areaName }), {
        label: t('areas.undo'),
        run: () => undo.mutate(id),
      });
      onDone();
    },
  );
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        merge.mutate(undefined);
      }}
    >
      <AreaBoxes legend={t('areas.mergeFrom')} areas={like} chosenIds={areaIds} onChange={setAreaIds} />
      <TextInput
        label={t('areas.mergeName')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label={t('areas.mergeCodes')}
        checked={keepsCodes}
        onChange={(event) => setKeepsCodes(event.currentTarget.checked)}
      />
      {areaIds.length > 0 && (
        <p className="note" style={{ margin: 0 }}>
          {t('areas.mergeWhat', { count, name: name.trim() || area.name, total: area.households + count })}
        </p>
      )}
      <ProblemNote error={merge.error} />
      <div>
        <Button type="submit" loading={merge.isPending} disabled={areaIds.length === 0}>
          {t('areas.mergeDo', { count })}
        </Button>
      </div>
    </form>
  );
}
