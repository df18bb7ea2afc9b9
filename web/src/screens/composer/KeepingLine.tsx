import { useFormat, useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { useProblemSentence } from '../../ui/ProblemNote.js';
import type { Missing } from './draft.js';
import type { DraftState } from './use-draft.js';

/** Where the draft is at this moment; nothing that was typed is ever only on the screen. */
export function KeepingLine({ state, missing }: { state: DraftState; missing: readonly Missing[] }) {
  const t = useText(composerTexts);
  const format = useFormat();
  const sentence = useProblemSentence();
  const { keeping, savedAt, problem } = state;
  const text = () => {
    switch (keeping) {
      case 'empty':
        return t('keeping.empty');
      case 'incomplete':
        return t('keeping.incomplete', {
          missing: missing.map((each) => t(`missing.${each}`)).join(', '),
        });
      case 'saving':
        return t('keeping.saving');
      case 'saved':
        return savedAt ? t('keeping.savedAt', { time: format.time(savedAt) }) : t('keeping.saved');
      case 'offline':
        return t('keeping.offline');
      case 'refused':
        return t('keeping.refused', { why: problem ? sentence(problem) : '' });
      case 'conflict':
        return t('keeping.conflict');
    }
  };
  return (
    <span role="status" className="small dim">
      {text()}
    </span>
  );
}
