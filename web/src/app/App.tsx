import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import { ErrorBoundary } from './ErrorBoundary.js';
import { Frame } from './Frame.js';
import { type ScreenProps, SCREENS } from './routes.js';
import { MeProvider, useSession } from './session.js';
import { useText } from './language.js';
import { appTexts } from '../messages/app.js';
import { NotFound } from '../ui/NotFound.js';
import { ProblemNote } from '../ui/ProblemNote.js';

const SignIn = lazy(() => import('../screens/sign-in/SignInScreen.js'));
const Security = lazy(() => import('../screens/account/SecurityScreen.js'));
const FirstPassword = lazy(() => import('../screens/sign-in/FirstPasswordScreen.js'));

const LAZY = SCREENS.map(({ load, ...screen }) => ({
  ...screen,
  Component: lazy(load) as ComponentType<ScreenProps>,
}));

/** Signed out: the sign-in, at whatever address. Signed in: the frame with the screen of the address. */
export function App() {
  const session = useSession();
  const t = useText(appTexts);
  if (session.isError) {
    return (
      <main style={{ padding: 24, maxWidth: 560, margin: '0 auto' }}>
        <h1>{t('app.name')}</h1>
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data === undefined) return <Waiting />;
  const me = session.data;
  if (!me || me.user?.mustChangePassword) {
    return (
      <ErrorBoundary>
        <Suspense fallback={<Waiting />}>
          {me ? (
            <MeProvider me={me}>
              <FirstPassword />
            </MeProvider>
          ) : (
            <SignIn />
          )}
        </Suspense>
      </ErrorBoundary>
    );
  }
  // Whoever owes the second step finds nothing else open, but for their own account.
  const owesTwoStep = me.mustFirst === 'two-step';
  const shown = LAZY.filter(({ path, permission }) =>
    owesTwoStep ? path.startsWith('/account') : !permission || me.permissions.includes(permission),
  );
  return (
    <MeProvider me={me}>
      <Frame>
        <ErrorBoundary>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {shown.map(({ path, Component }) => (
                <Route key={path} path={path}>
                  {(params) => <Component params={params as ScreenProps['params']} />}
                </Route>
              ))}
              <Route>{owesTwoStep ? <Security /> : <NotFound />}</Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Frame>
    </MeProvider>
  );
}

/** The short moment until a file or the session has come. */
function Waiting() {
  const t = useText(appTexts);
  return (
    <div role="status" style={{ padding: 24 }} className="dim">
      {t('app.loading')}
    </div>
  );
}
