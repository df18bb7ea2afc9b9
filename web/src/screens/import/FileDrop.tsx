import { NativeSelect } from '@mantine/core';
import { type DragEvent, useId, useState } from 'react';
import { useLocation } from 'wouter';
import type { Area } from '../../api/areas.js';
import { useUpload } from '../../api/imports.js';
import { useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import { inTreeOrder } from '../../ui/area-order.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './ImportsScreen.module.css';

interface FileDropProps {
  areas: readonly Area[];
  /** The area that the person came from. */
  areaId: string | null;
}

/** Takes a spreadsheet by drop or by choice; with one area there is nothing else to say. */
export function FileDrop({ areas, areaId: cameFrom }: FileDropProps) {
  const t = useText(importTexts);
  const [, navigate] = useLocation();
  const id = useId();
  const communes = areas.filter(({ level }) => level === 'commune');
  const [areaId, setAreaId] = useState(
    areas.find((area) => area.id === cameFrom)?.id ?? (communes.length === 1 ? communes[0]!.id : ''),
  );
  const [isOver, setOver] = useState(false);
  const [lacksArea, setLacksArea] = useState(false);
  const upload = useUpload();
  const take = (file: File | undefined) => {
    setOver(false);
    setLacksArea(areaId === '');
    if (!file || areaId === '' || upload.isPending) return;
    upload.mutate({ file, areaId }, { onSuccess: (made) => navigate(`/directory/imports/${made.id}`) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <section className="card stack">
      <NativeSelect
        label={t('imports.area')}
        description={t('imports.areaHint')}
        value={areaId}
        error={lacksArea && areaId === '' ? t('imports.areaFirst') : undefined}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t('imports.chooseArea')}</option>
        {inTreeOrder(areas).map(({ area, depth }) => (
          <option key={area.id} value={area.id}>
            {'\u2003'.repeat(depth) + area.name}
          </option>
        ))}
      </NativeSelect>
      <div
        className={`${classes.drop} ${isOver ? classes.isOver : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {upload.isPending ? (
          <p role="status" style={{ margin: 0 }}>
            {t('imports.uploading', { name: upload.variables.file.name })}
          </p>
        ) : (
          <>
            <span>{t('imports.drop')}</span>
            <input
              id={id}
              type="file"
              accept=".xlsx,.xls,.ods,.csv,.txt"
              onChange={(event) => {
                take(event.currentTarget.files?.[0]);
                // The same file may be chosen again after it was mended.
                event.currentTarget.value = '';
              }}
            />
            <label htmlFor={id}>{t('imports.choose')}</label>
            <span className="dim small">{t('imports.kinds')}</span>
          </>
        )}
      </div>
      <ProblemNote error={upload.error} />
    </section>
  );
}
