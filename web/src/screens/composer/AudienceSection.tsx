import { Anchor } from '@mantine/core';
import { useAreas } from '../../api/areas.js';
import type { Preview } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { Loaded } from '../../ui/Loaded.js';
import { AreaTree } from './AreaTree.js';
import type { Draft } from './draft.js';
import { GroupChoice } from './GroupChoice.js';
import { SkippedList } from './SkippedList.js';

interface AudienceSectionProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  preview: Preview | null;
}

/** Who is meant: the tree with its counts, and who of them is left out and why. */
export function AudienceSection({ draft, change, preview }: AudienceSectionProps) {
  const t = useText(composerTexts);
  const areas = useAreas();
  return (
    <Loaded query={areas} height={180}>
      {(all) => (
        <>
          {all.length === 0 ? (
            <p style={{ margin: 0 }}>
              {t('audience.noAreas')} <Anchor href="/api/docs">{t('audience.noAreasHow')}</Anchor>
            </p>
          ) : (
            <AreaTree areas={all} chosenIds={draft.areaIds} onChange={(areaIds) => change({ areaIds })} />
          )}
          {all.length > 0 && <GroupChoice draft={draft} change={change} />}
          {preview && <SkippedList preview={preview} />}
        </>
      )}
    </Loaded>
  );
}
