import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { securityTexts } from '../../messages/security.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const SESSIONS = ['sessions'] as const;

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
  const announce = useAnnounce();
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/auth/sessions', { signal }))).items,
  });
  const done = async () => {
    await queries.invalidateQueries({ queryKey: SESSIONS });
    announce(t('sessions.ended'));
  };
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      ask(api.DELETE('/api/v1/auth/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onSuccess: done,
  });
  const endOthers = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/auth/sessions')),
    onSuccess: done,
  });
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
                    <Button
                      variant="default"
                      size="sm"
                      disabled={end.isPending}
                      onClick={() => end.mutate(each.id)}
                    >
                      {t('sessions.end')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {items.length > 1 && (
              <div>
                <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
                  {t('sessions.endOthers')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
      <ProblemNote error={end.error ?? endOthers.error} />
    </section>
  );
}
