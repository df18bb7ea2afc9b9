import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import classes from './Force.module.css';

interface RepeatedFieldsProps<Entry> {
  title: string;
  /** What stands there while there is no entry. */
  none: string;
  /** What the entry of a number, from 1 on, is called to who cannot see it. */
  nameOf: (number: number) => string;
  addLabel: string;
  /** What is added. */
  empty: () => Entry;
  values: readonly Entry[];
  change: (values: readonly Entry[]) => void;
  /** The fields of an entry; `set` changes a part of it. */
  children: (entry: Entry, index: number, set: (part: Partial<Entry>) => void) => ReactNode;
}

/** The same fields as often as they are needed: added at the end, removed one by one. */
export function RepeatedFields<Entry>({
  title,
  none,
  nameOf,
  addLabel,
  empty,
  values,
  change,
  children,
}: RepeatedFieldsProps<Entry>) {
  const t = useText(forceTexts);
  return (
    <fieldset className={`${classes.group} stack tight`}>
      <legend>{title}</legend>
      {values.length === 0 && <span className="dim small">{none}</span>}
      {values.map((entry, index) => (
        // Lines have no name of their own; they are only added and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} role="group" aria-label={nameOf(index + 1)} className={classes.entry}>
          {children(entry, index, (part) =>
            change(values.map((each, other) => (other === index ? { ...each, ...part } : each))),
          )}
          <div>
            <Button
              variant="default"
              aria-label={t('member.removeNamed', { what: nameOf(index + 1) })}
              onClick={() => change(values.filter((_each, other) => other !== index))}
            >
              {t('member.remove')}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button variant="default" size="sm" onClick={() => change([...values, empty()])}>
          {addLabel}
        </Button>
      </div>
    </fieldset>
  );
}
