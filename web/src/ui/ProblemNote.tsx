import { Button } from '@mantine/core';
import { toProblem, type Problem } from '../api/problem.js';
import { useText } from '../app/language.js';
import { appTexts } from '../messages/app.js';

/** The sentence of a problem: the server's own, or ours where it was not reached. */
export function useProblemSentence(): (problem: Problem) => string {
  const t = useText(appTexts);
  return (problem) => {
    if (problem.detail) return problem.detail;
    if (problem.code === 'network') return t('problem.network');
    return problem.code === 'unexpected' ? t('problem.unexpected') : t('problem.unreadable');
  };
}

/** Says what went wrong, and offers another try where one makes sense. Read out at once by a screen reader. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText(appTexts);
  const sentence = useProblemSentence();
  if (!error) return null;
  return (
    <div className="note bad" role="alert">
      <p style={{ margin: 0 }}>{sentence(toProblem(error))}</p>
      {onRetry && (
        <Button variant="default" size="sm" mt="sm" onClick={onRetry}>
          {t('problem.retry')}
        </Button>
      )}
    </div>
  );
}
