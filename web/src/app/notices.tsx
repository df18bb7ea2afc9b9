import { Button, CloseButton } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import classes from './notices.module.css';

interface Notice {
  id: number;
  text: string;
  /** Takes the thing back. */
  undo?: { label: string; run: () => void };
}

type Announce = (text: string, undo?: Notice['undo']) => void;

const Context = createContext<Announce>(() => undefined);

const SHOWN_MS = 7_000;

/** Short notices at the foot of the page that something was done, with a way back where there is one. */
export function NoticesProvider({ children, closeLabel }: { children: ReactNode; closeLabel: string }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const last = useRef(0);
  const close = useCallback(
    (id: number) => setNotices((shown) => shown.filter((each) => each.id !== id)),
    [],
  );
  const announce = useCallback<Announce>(
    (text, undo) => {
      const id = ++last.current;
      setNotices((shown) => [...shown.slice(-2), { id, text, ...(undo && { undo }) }]);
      setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  return (
    <Context value={useMemo(() => announce, [announce])}>
      {children}
      <div className={`${classes.notices} no-print`} role="status" aria-live="polite">
        {notices.map(({ id, text, undo }) => (
          <div key={id} className={classes.notice}>
            <span>{text}</span>
            {undo && (
              <Button
                size="compact-md"
                variant="white"
                onClick={() => {
                  close(id);
                  undo.run();
                }}
              >
                {undo.label}
              </Button>
            )}
            <CloseButton className={classes.close!} aria-label={closeLabel} onClick={() => close(id)} />
          </div>
        ))}
      </div>
    </Context>
  );
}

/** Shows a notice: `announce(t('saved'))`. */
export function useAnnounce(): Announce {
  return useContext(Context);
}
