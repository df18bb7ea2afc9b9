import { useLocation } from 'wouter';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { forceTexts } from '../../messages/force.js';
import { Page } from '../../ui/Page.js';
import { MemberForm } from './MemberForm.js';

/** Enters a propagandist. */
export default function NewMemberScreen() {
  const t = useText(forceTexts);
  const announce = useAnnounce();
  const [, navigate] = useLocation();
  return (
    <Page title={t('force.add')} back="/directory/force" narrow>
      <MemberForm
        person={null}
        onSaved={({ fullName }) => {
          announce(t('member.saved', { name: fullName }));
          navigate('/directory/force');
        }}
      />
    </Page>
  );
}
