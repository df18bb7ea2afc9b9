import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { securityTexts } from '../../messages/security.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const SESSIONS = ['sessions'] as const;
/** What is ended: a session's id, or all but this one. */
const OTHERS = 'others';

/** What a browser says of itself, in a word or two. */
function deviceOf(userAgent: string | null): string {
  if (!userAgent) return '';
  const browser = /(Edg|OPR|CocCoc|Firefox|Chrome|Safari)\w*\//.exec(userAgent)?.[1] ?? '';
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(userAgent)?.[0] ?? '';
  return [browser.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter(Boolean).join(', ');
}

/** Where I am signed in, with a button to end each. */
export function SessionsCard() {
  const t = useText(securityTexts);
  const format = useFormat();
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/auth/sessions', { signal }))).items,
  });
  const [ending, setEnding] = useState<string | null>(null);
  return (
    <section className="card stack">
      <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('sessions.title')}</h2>
      <Loaded query={sessions}>
        {(items) => (
          <>
            <ul className="plain-list stack tight">
              {items.map((each) => (
                <li key={each.id} className="row spread">
                  <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                    <span className="strong">{deviceOf(each.userAgent) || t('sessions.unknown')}</span>
                    <span className="dim small" style={{ display: 'block' }}>
                      {[each.address, t('sessions.seen', { time: format.dateTime(each.lastSeenAt) })]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  {each.isCurrent ? (
                    <span className="dim small">{t('sessions.here')}</span>
                  ) : (
                    <Button variant="default" size="sm" onClick={() => setEnding(each.id)}>
                      {t('sessions.end')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {items.length > 1 && (
              <div>
                <Button variant="default" onClick={() => setEnding(OTHERS)}>
                  {t('sessions.endOthers')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
      <Modal
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={t(ending === OTHERS ? 'sessions.endOthers' : 'sessions.end')}
        withCloseButton={false}
      >
        {ending !== null && <End what={ending} onDone={() => setEnding(null)} />}
      </Modal>
    </section>
  );
}

/** The password first: whoever finds a screen open must not sign its owner out elsewhere. */
function End({ what, onDone }: { what: string; onDone: () => void }) {
  const t = useText(securityTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const end = useMutation({
    mutationFn: () => {
      const body = { password };
      if (what === OTHERS) return ask(api.POST('/api/v1/auth/sessions/end-others', { body }));
      const params = { path: { sessionId: what } };
      return ask(api.POST('/api/v1/auth/sessions/{sessionId}/end', { params, body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: SESSIONS });
      announce(t('sessions.ended'));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PasswordInput
        label={t('twoStep.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemNote error={end.error} />
      <div className="row">
        <Button type="submit" loading={end.isPending}>
          {t(what === OTHERS ? 'sessions.endOthers' : 'sessions.end')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('sessions.cancel')}
        </Button>
      </div>
    </form>
  );
}
