import { Textarea, TextInput } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { prepareSmsText, smsVariants } from '../../../../src/domain/sms-parts.js';
import { parseTemplate, PLACEHOLDERS, renderExample } from '../../../../src/domain/template.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Draft } from './draft.js';
import classes from './MessageSection.module.css';
import { VariantChoice } from './VariantChoice.js';

interface MessageSectionProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  problem: Problem | null;
  /** Households that would receive it, for the price of a part too many. */
  households: number;
  /** The longest message of the audience with its diacritics, once the server has rendered it. */
  longest: string | null;
}

/** What is said: the text with its chips, and what it becomes with and without diacritics. */
export function MessageSection({ draft, change, problem, households, longest }: MessageSectionProps) {
  const t = useText(composerTexts);
  const field = useRef<HTMLTextAreaElement>(null);
  const template = useMemo(() => parseTemplate(draft.text), [draft.text]);
  const isEmpty = draft.text.trim() === '';
  const shown = template.ok && !isEmpty ? (longest ?? renderExample(template.segments)) : '';
  const variants = useMemo(() => smsVariants(shown), [shown]);

  const insert = (label: string) => {
    const { selectionStart: from, selectionEnd: to } = field.current!;
    const token = `{${label}}`;
    change({ text: draft.text.slice(0, from) + token + draft.text.slice(to) });
    // After the new text is in place the writer goes on behind it.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + token.length, from + token.length);
    });
  };

  return (
    <>
      <TextInput
        label={t('message.title')}
        description={t('message.titleHint')}
        maxLength={200}
        autoFocus={draft.title === ''}
        value={draft.title}
        error={problem?.at('title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <div className="stack tight">
        <Textarea
          ref={field}
          label={t('message.text')}
          description={t('message.textHint')}
          rows={6}
          maxLength={2000}
          classNames={{ input: classes.text! }}
          value={draft.text}
          error={problem?.at('steps.0.text')}
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
            unaccented={draft.unaccented}
            households={households}
            onChoose={(unaccented) => change({ unaccented })}
          />
          <div>
            <h3 className={classes.phoneTitle}>{longest ? t('message.longest') : t('message.onPhone')}</h3>
            <p className="message">{prepareSmsText(shown, { unaccented: draft.unaccented })}</p>
          </div>
        </>
      )}
    </>
  );
}
