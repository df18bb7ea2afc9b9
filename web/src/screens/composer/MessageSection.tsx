import { Textarea } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { prepareSmsText, smsVariants } from '../../../../src/domain/sms-parts.js';
import { parseTemplate, PLACEHOLDERS, renderExample } from '../../../../src/domain/template.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { StepDraft } from './draft.js';
import classes from './MessageSection.module.css';
import { VariantChoice } from './VariantChoice.js';

interface MessageSectionProps {
  step: StepDraft;
  change: (change: Partial<StepDraft>) => void;
  problem: Problem | null;
  /** Of the step in the server's answers: `steps.0`. */
  path: string;
  /** Households that would receive it, for the price of a part too many. */
  households: number;
  /** The longest message of the audience with its diacritics, once the server has rendered it. */
  longest: string | null;
}

/** What is said: the text with its chips, and what it becomes with and without diacritics. */
export function MessageSection({ step, change, problem, path, households, longest }: MessageSectionProps) {
  const t = useText(composerTexts);
  const field = useRef<HTMLTextAreaElement>(null);
  const template = useMemo(() => parseTemplate(step.text), [step.text]);
  const isEmpty = step.text.trim() === '';
  const shown = template.ok && !isEmpty ? (longest ?? renderExample(template.segments)) : '';
  const variants = useMemo(() => smsVariants(shown), [shown]);

  const insert = (label: string) => {
    const { selectionStart: from, selectionEnd: to } = field.current!;
    const token = `{${label}}`;
    change({ text: step.text.slice(0, from) + token + step.text.slice(to) });
    // After the new text is in place the writer goes on behind it.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + token.length, from + token.length);
    });
  };

  return (
    <>
      <div className="stack tight">
        <Textarea
          ref={field}
          label={t('message.text')}
          description={t('message.textHint')}
          rows={6}
          maxLength={2000}
          classNames={{ input: classes.text! }}
          value={step.text}
          error={problem?.at(`${path}.text`)}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <div className={classes.chips} role="group" aria-label={t('message.chips')}>
          {PLACEHOLDERS.map(({ key, label, example }) => (
            <button
              key={key}
              type="button"
              className={classes.chip}
              title={t('message.chipHint', { example })}
              onClick={() => insert(label)}
            >
              + {label}
            </button>
          ))}
        </div>
        {!template.ok && !isEmpty && (
          <ul className={classes.problems} role="alert">
            {template.problems.map(({ at, message }) => (
              <li key={at}>{message}</li>
            ))}
          </ul>
        )}
      </div>
      {shown !== '' && (
        <>
          <VariantChoice
            variants={variants}
            unaccented={step.unaccented}
            households={households}
            onChoose={(unaccented) => change({ unaccented })}
          />
          <div>
            <h3 className={classes.phoneTitle}>{longest ? t('message.longest') : t('message.onPhone')}</h3>
            <p className="message">{prepareSmsText(shown, { unaccented: step.unaccented })}</p>
          </div>
        </>
      )}
    </>
  );
}
