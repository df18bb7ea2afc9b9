import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../../app/language.js';
import { ME } from '../../app/session.js';
import { signInTexts } from '../../messages/sign-in.js';
import { DoorStep } from './DoorStep.js';
import { PasswordForm } from './PasswordForm.js';

/** Whoever was given a password sets their own before anything else. */
export default function FirstPasswordScreen() {
  const t = useText(signInTexts);
  const queries = useQueryClient();
  return (
    <DoorStep title={t('password.firstTitle')}>
      <p className="dim" style={{ marginTop: 0 }}>
        {t('password.firstWhy')}
      </p>
      <PasswordForm onDone={() => void queries.invalidateQueries({ queryKey: ME })} />
    </DoorStep>
  );
}
