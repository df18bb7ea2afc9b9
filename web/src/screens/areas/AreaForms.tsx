import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTreeChange } from '../../api/area-changes.js';
import type { Area } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { areasTexts } from '../../messages/areas.js';
import { inTreeOrder } from '../../ui/area-order.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const LEVELS = ['province', 'commune', 'neighbourhood'] as const satisfies readonly Area['level'][];

interface FormProps {
  area: Area;
  onDone: () => void;
}

const patch = (id: string, body: { name?: string; parentId?: string }) =>
  ask(api.PATCH('/api/v1/areas/{id}', { params: { path: { id } }, body }));

/** A new area below this one, of a level that may stand there. */
export function AddForm({ area, onDone }: FormProps) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [name, setName] = useState('');
  const levels = LEVELS.slice(Math.min(LEVELS.indexOf(area.level) + 1, LEVELS.length - 1));
  const [level, setLevel] = useState<Area['level']>(levels[0]!);
  const add = useTreeChange(
    () => ask(api.POST('/api/v1/areas', { body: { name, level, parentId: area.id } })),
    (made) => {
      announce(t('areas.added', { name: made.name }));
      onDone();
    },
  );
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined);
      }}
    >
      <TextInput
        label={t('areas.nameBelow')}
        maxLength={200}
        value={name}
        error={add.error && toProblem(add.error).at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {levels.length > 1 && (
        <NativeSelect
          label={t('areas.level')}
          value={level}
          onChange={(event) => setLevel(event.currentTarget.value as Area['level'])}
        >
          {levels.map((each) => (
            <option key={each} value={each}>
              {t(`areas.level.${each}`)}
            </option>
          ))}
        </NativeSelect>
      )}
      <ProblemNote error={add.error} />
      <div>
        <Button type="submit" loading={add.isPending}>
          {t('areas.addDo', { name: area.name })}
        </Button>
      </div>
    </form>
  );
}

export function RenameForm({ area, onDone }: FormProps) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [name, setName] = useState(area.name);
  const back = useTreeChange(
    (was: string) => patch(area.id, { name: was }),
    () => undefined,
  );
  const rename = useTreeChange(
    (next: string) => patch(area.id, { name: next }),
    (renamed) => {
      announce(t('areas.renamed', { name: renamed.name }), {
        label: t('areas.undo'),
        run: () => back.mutate(area.name),
      });
      onDone();
    },
  );
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(name);
      }}
    >
      <TextInput
        label={t('areas.newName')}
        description={t('areas.renameWhat', { count: area.households })}
        maxLength={200}
        value={name}
        error={rename.error && toProblem(rename.error).at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ProblemNote error={rename.error} />
      <div>
        <Button type="submit" loading={rename.isPending} disabled={name.trim() === area.name}>
          {t('areas.rename')}
        </Button>
      </div>
    </form>
  );
}

/** Moves the area with everything below it to another parent that is larger than it. */
export function MoveForm({ area, areas, onDone }: FormProps & { areas: readonly Area[] }) {
  const t = useText(areasTexts);
  const announce = useAnnounce();
  const [parentId, setParentId] = useState('');
  const places = areas.filter(
    (each) =>
      each.id !== area.parentId &&
      !each.path.startsWith(area.path) &&
      (LEVELS.indexOf(each.level) < LEVELS.indexOf(area.level) ||
        (each.level === 'neighbourhood' && area.level === 'neighbourhood')),
  );
  const parent = places.find(({ id }) => id === parentId);
  const back = useTreeChange(
    (was: string) => patch(area.id, { parentId: was }),
    () => undefined,
  );
  const move = useTreeChange(
    (to: string) => patch(area.id, { parentId: to }),
    () => {
      const was = area.parentId;
      announce(
        t('areas.moved', { name: area.name }),
        was === null ? undefined : { label: t('areas.undo'), run: () => back.mutate(was) },
      );
      onDone();
    },
  );
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (parent) move.mutate(parent.id);
      }}
    >
      <NativeSelect
        label={t('areas.moveTo')}
        value={parentId}
        onChange={(event) => setParentId(event.currentTarget.value)}
      >
        <option value="">{t('areas.pick')}</option>
        {inTreeOrder(places).map(({ area: each, depth }) => (
          <option key={each.id} value={each.id}>
            {'\u2003'.repeat(depth) + each.name}
          </option>
        ))}
      </NativeSelect>
      {parent && (
        <p className="note" style={{ margin: 0 }}>
          {t('areas.moveWhat', { name: area.name, parent: parent.name, count: area.households })}
        </p>
      )}
      <ProblemNote error={move.error} />
      <div>
        <Button type="submit" loading={move.isPending} disabled={!parent}>
          {t('areas.moveDo', { count: area.households })}
        </Button>
      </div>
    </form>
  );
}
