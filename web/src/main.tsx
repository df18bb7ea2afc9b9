import './app/styles.js';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.js';
import { LanguageProvider, useText } from './app/language.js';
import { NoticesProvider } from './app/notices.js';
import { createQueries } from './app/queries.js';
import { beginScreen } from './app/routes.js';
import { cssVariables, theme } from './app/theme.js';
import { appTexts } from './messages/app.js';

const queries = createQueries();
beginScreen(location.pathname, queries);

function Notices({ children }: { children: ReactNode }) {
  const t = useText(appTexts);
  return <NoticesProvider closeLabel={t('notice.close')}>{children}</NoticesProvider>;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <Notices>
            <App />
          </Notices>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
