import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from './language.js';
import { appTexts } from '../messages/app.js';

interface State {
  error: Error | null;
}

/** Keeps a screen that fails from taking the frame with it: says so, and offers to load the page anew. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const t = useText(appTexts);
  return (
    <div className="note bad" role="alert" style={{ maxWidth: 640, margin: '24px auto' }}>
      <p style={{ margin: '0 0 12px' }}>{t('problem.unexpected')}</p>
      <Button onClick={() => window.location.reload()}>{t('problem.reload')}</Button>
    </div>
  );
}
