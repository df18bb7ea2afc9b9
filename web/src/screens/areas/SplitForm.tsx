import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { foldVietnamese } from '../../../../src/domain/vietnamese.js';
import { undoChange, useTreeChange } from '../../api/area-changes.js';
import type { Area } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { householdPage } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { areasTexts } from '../../messages/areas.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { AreaBoxes } from './AreaBoxes.js';
import { HouseholdPicker } from './HouseholdPicker.js';

interface SplitFormProps {
  area: Area;
  areas: readonly Area[];
  onDone: () => void;
}

const QUIET_MS = 300;

/** Makes a new area beside this one out of areas below it and of its households: by their address, or picked one by one. */
export function SplitForm({ area, areas, onDone }: SplitFormProps) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [name, setName] = useState('');
  const [areaIds, setAreaIds] = useState<string[]>([]);
  const [address, setAddress] = useState('');
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const below = areas.filter(({ parentId }) => parentId === area.id);
  const undo = useTreeChange(undoChange, () => undefined);
  const split = useTreeChange(
    () =>
      ask(
        api.POST('/api/v1/areas/{id}/split', {
          params: { path: { id: area.id } },
          body: {
            parts: [
              {
                name,
                areaIds,
                householdIds: [...picked.keys()],
                ...(address.trim() !== '' && { addressContains: address }),
              },
            ],
          },
        }),
      ),
    ({ id, households }) => {
      announce(t('areas.splitDone', { name, count: households }), {
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
        split.mutate(undefined);
      }}
    >
      <TextInput
        label={t('areas.splitName')}
        maxLength={200}
        value={name}
        error={split.error && toProblem(split.error).at('parts.0.name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {below.length > 0 && (
        <AreaBoxes legend={t('areas.splitAreas')} areas={below} chosenIds={areaIds} onChange={setAreaIds} />
      )}
      <TextInput
        label={t('areas.splitAddress')}
        description={t('areas.splitAddressHint', { name: area.name })}
        maxLength={200}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Matches areaId={area.id} address={address} />
      <HouseholdPicker area={area} picked={picked} onChange={setPicked} />
      <ProblemNote error={split.error} />
      <div>
        <Button
          type="submit"
          loading={split.isPending}
          disabled={
            name.trim() === '' || (areaIds.length === 0 && picked.size === 0 && address.trim() === '')
          }
        >
          {t('areas.splitDo')}
        </Button>
      </div>
    </form>
  );
}

/** How many households of the area itself have a text in their address, as far as one page of those found goes. */
function Matches({ areaId, address }: { areaId: string; address: string }) {
  const t = useText(areasTexts);
  const [q] = useDebouncedValue(address.trim(), QUIET_MS);
  const found = useQuery({ ...householdPage({ areaId, q }, null), enabled: q !== '' });
  if (q === '' || !found.data) return null;
  const wanted = foldVietnamese(q);
  const count = found.data.items.filter(
    (each) => each.areaId === areaId && foldVietnamese(each.address ?? '').includes(wanted),
  ).length;
  return (
    <p className="dim" style={{ margin: 0 }} role="status">
      {t(found.data.nextCursor === null ? 'areas.splitMatches' : 'areas.splitMatchesMany', { count })}
    </p>
  );
}
