import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api, ask } from '../../api/client.js';
import {
  type Import,
  type ImportRow,
  type ReasonGroup,
  useImportAct,
  useImportRows,
  useReasons,
} from '../../api/imports.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { importTexts } from '../../messages/import.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './ImportScreen.module.css';
import { Cells, ReadRow, usePlace } from './SampleRows.js';

type Question = NonNullable<ImportRow['question']>;
type Choice = Question['choices'][number]['choice'];

const PAGE_ROWS = 20;

/** What there is to say of the rows, reason by reason, with rows as they stand; questions can be answered here. */
export function Review({ it }: { it: Import }) {
  const t = useText(importTexts);
  const reasons = useReasons(it.id);
  return (
    <section className="card stack tight" aria-labelledby="review">
      <h2 id="review" className={classes.title}>
        {t('review.title')}
      </h2>
      <Loaded query={reasons} height={200}>
        {({ groups }) =>
          groups.length === 0 ? (
            <p style={{ margin: 0 }}>{t('review.clean')}</p>
          ) : (
            <div>
              {groups.map((group) => (
                <Group key={`${group.kind} ${group.code}`} importId={it.id} group={group} />
              ))}
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function Group({ importId, group }: { importId: string; group: ReasonGroup }) {
  const t = useText(importTexts);
  const placeOf = usePlace();
  const [isOpen, setOpen] = useState(false);
  const { kind, label, count, open, samples } = group;
  return (
    <details className={classes.group} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={`${classes.kind} ${classes[kind] ?? ''}`}>{t(`review.${kind}`)}</span>
        <span className={classes.label}>{label}</span>
        <span className="dim figures">
          {kind === 'question' && open === 0
            ? t('review.answered', { count })
            : t('review.rows', { count: kind === 'question' ? open : count })}
        </span>
      </summary>
      {isOpen &&
        (kind === 'question' ? (
          <Questions importId={importId} group={group} />
        ) : (
          <ul className={`plain-list ${classes.rows}`}>
            {samples.map((sample) => (
              <li key={sample.rowNo}>
                <span className="dim small">{placeOf(sample)}</span>
                {sample.sentence && <span>{sample.sentence}</span>}
                <Cells rows={sample.cells} />
              </li>
            ))}
          </ul>
        ))}
    </details>
  );
}

/** The rows of one question: each with its own answer, or one answer for all that are left. */
function Questions({ importId, group }: { importId: string; group: ReasonGroup }) {
  const t = useText(importTexts);
  const announce = useAnnounce();
  const rows = useImportRows(importId, group.code, PAGE_ROWS);
  const kind = group.code as Question['kind'];
  const answer = useImportAct(importId, async ({ choice, rowNo }: { choice: Choice; rowNo?: number }) => {
    const { answered } = await ask(
      api.POST('/api/v1/imports/{id}/answers', {
        params: { path: { id: importId } },
        body: { answers: [{ question: kind, choice, ...(rowNo !== undefined && { rowNos: [rowNo] }) }] },
      }),
    );
    announce(t('review.done', { count: answered }));
  });
  return (
    <Loaded query={rows} height={160}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items).filter(({ question }) => question?.kind === kind);
        const choices = items[0]?.question?.choices ?? [];
        return (
          <div className="stack tight">
            {group.open > 1 && (
              <ChoiceField
                label={t('review.all', { count: group.open })}
                choices={choices}
                value={null}
                isBusy={answer.isPending}
                onChoose={(choice) => answer.mutate({ choice })}
              />
            )}
            <ProblemNote error={answer.error} />
            <ul className={`plain-list ${classes.rows}`}>
              {items.map((row) => (
                <li key={row.rowNo}>
                  <ReadRow row={row} />
                  <span>{row.question!.sentence}</span>
                  <ChoiceField
                    label={t('review.answer', { row: `${row.row}` })}
                    choices={row.question!.choices}
                    value={row.question!.answer}
                    isBusy={answer.isPending}
                    onChoose={(choice) => answer.mutate({ choice, rowNo: row.rowNo })}
                  />
                </li>
              ))}
            </ul>
            <MoreButton query={rows} label={t('review.more')} />
          </div>
        );
      }}
    </Loaded>
  );
}

interface ChoiceFieldProps {
  label: string;
  choices: Question['choices'];
  value: Choice | null;
  isBusy: boolean;
  onChoose: (choice: Choice) => void;
}

function ChoiceField({ label, choices, value, isBusy, onChoose }: ChoiceFieldProps) {
  const t = useText(importTexts);
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      disabled={isBusy}
      onChange={(event) => event.currentTarget.value && onChoose(event.currentTarget.value as Choice)}
    >
      <option value="">{t('review.pick')}</option>
      {choices.map(({ choice }) => (
        <option key={choice} value={choice}>
          {t(`choice.${choice}`)}
        </option>
      ))}
    </NativeSelect>
  );
}
