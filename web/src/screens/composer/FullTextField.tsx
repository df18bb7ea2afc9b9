import { Button, Textarea } from '@mantine/core';
import { parseTemplate, PLACEHOLDERS } from '../../../../src/domain/template.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { type Draft, hasLink } from './draft.js';
import { FullTextPage } from './FullTextPage.js';

const LINK = PLACEHOLDERS.find(({ key }) => key === 'link')!.label;

interface FullTextFieldProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  problem: Problem | null;
}

/** The long text behind the link of a message, and the page it makes. There once a message has a link. */
export function FullTextField({ draft, change, problem }: FullTextFieldProps) {
  const t = useText(composerTexts);
  const isLinked = hasLink(draft);
  if (!isLinked && draft.fullText === '') return null;
  const template = draft.fullText === '' ? null : parseTemplate(draft.fullText);
  const first = draft.steps[0]!;
  const addLink = () =>
    change({
      steps: draft.steps.map((step, i) =>
        i === 0 ? { ...step, text: `${step.text.trimEnd()} {${LINK}}`.trimStart() } : step,
      ),
    });
  return (
    <div className="stack tight">
      <Textarea
        label={t('fullText.label')}
        description={t('fullText.hint')}
        autosize
        minRows={5}
        maxRows={16}
        maxLength={20_000}
        value={draft.fullText}
        error={
          problem?.at('fullText') ??
          (template?.ok === false ? template.problems.map(({ message }) => message).join(' ') : undefined)
        }
        onChange={(event) => change({ fullText: event.currentTarget.value })}
      />
      {!isLinked && (
        <div className="note warn" role="status">
          <p style={{ margin: '0 0 8px' }}>{t('fullText.noLink')}</p>
          {first.templateId === null && (
            <Button variant="default" onClick={addLink}>
              {t('fullText.addLink')}
            </Button>
          )}
        </div>
      )}
      <details>
        <summary>{t('fullText.page')}</summary>
        <div style={{ marginTop: 8 }}>
          <FullTextPage title={draft.title} text={draft.fullText || first.text} />
        </div>
      </details>
    </div>
  );
}
