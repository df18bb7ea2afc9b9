import { Button, Textarea } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

interface WordFormProps {
  label: string;
  hint?: string;
  word: string;
  onWord: (word: string) => void;
  /** What is wrong with the word. */
  error?: ReactNode;
  send: string;
  cancel: string;
  isReady?: boolean;
  isPending: boolean;
  onSend: () => void;
  onCancel: () => void;
  /** What stands between the word and the buttons. */
  children?: ReactNode;
}

/** Asks for the word that a decision needs, in the place of the button that began it. */
export function WordForm(props: WordFormProps) {
  const {
    label,
    hint,
    word,
    onWord,
    error,
    send,
    cancel,
    isReady = true,
    isPending,
    onSend,
    onCancel,
  } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend();
  };
  return (
    <form className="stack tight" onSubmit={submit}>
      <Textarea
        label={label}
        description={hint}
        rows={3}
        maxLength={1000}
        required
        autoFocus
        withAsterisk={false}
        value={word}
        error={error}
        onChange={(event) => onWord(event.currentTarget.value)}
      />
      {props.children}
      <div className="row">
        <Button type="submit" disabled={!isReady} loading={isPending}>
          {send}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {cancel}
        </Button>
      </div>
    </form>
  );
}
