import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const KEPT_AS = 'loa-luat.my-phone';

interface TestMessageProps {
  gatewayId: string;
  /** The message as it goes out. */
  text: string;
}

/** The message on the official's own phone, before anybody else has it. The number is remembered on this device. */
export function TestMessage({ gatewayId, text }: TestMessageProps) {
  const t = useText(composerTexts);
  const [phone, setPhone] = useState(() => localStorage.getItem(KEPT_AS) ?? '');
  const send = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/gateways/{id}/test', {
          params: { path: { id: gatewayId } },
          body: { phone, text },
        }),
      ),
    onSuccess: () => localStorage.setItem(KEPT_AS, phone),
  });
  const problem = send.error ? toProblem(send.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className="stack tight" onSubmit={submit}>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <TextInput
          type="tel"
          autoComplete="tel"
          label={t('test.phone')}
          value={phone}
          error={problem?.at('phone')}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={send.isPending} disabled={phone.trim() === ''}>
          {t('test.send')}
        </Button>
      </div>
      <ProblemNote error={problem} />
      {send.data && (
        <p
          className={`note ${send.data.outcome === 'accepted' ? 'good' : 'warn'}`}
          role="status"
          style={{ margin: 0 }}
        >
          {send.data.detail}
        </p>
      )}
    </form>
  );
}
