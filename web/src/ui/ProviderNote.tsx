import { useText } from '../app/language.js';
import { providerTexts } from '../messages/provider.js';

/** What the way back from the identity provider said in the address; null where nothing. */
export function saidByProvider(): string | null {
  return new URLSearchParams(window.location.search).get('oidc');
}

/** Says how it went at the identity provider. */
export function ProviderNote() {
  const t = useText(providerTexts);
  const key = `provider.${saidByProvider()}`;
  if (!(key in providerTexts)) return null;
  const isGood = key === 'provider.linked';
  return (
    <p
      className={`note ${isGood ? 'good' : 'bad'}`}
      role={isGood ? 'status' : 'alert'}
      style={{ margin: '0 0 16px' }}
    >
      {t(key as keyof typeof providerTexts)}
    </p>
  );
}
