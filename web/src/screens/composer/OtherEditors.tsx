import { useQuery } from '@tanstack/react-query';
import { campaignKey } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';

/** How often we say that we are here, and hear who else is. */
const EVERY_MS = 10_000;

/** Who else has the draft open at this moment, so that two people talk before they write against each other. */
export function OtherEditors({ campaignId }: { campaignId: string | null }) {
  const t = useText(composerTexts);
  const editors = useQuery({
    queryKey: [...campaignKey(campaignId ?? ''), 'editing'],
    enabled: campaignId !== null,
    refetchInterval: EVERY_MS,
    queryFn: () => ask(api.POST('/api/v1/campaigns/{id}/editing', { params: { path: { id: campaignId! } } })),
  });
  const others = editors.data?.others ?? [];
  return (
    <div role="status">
      {others.length > 0 && (
        <div className="note">
          {t('editors.others', { names: others.map(({ name }) => name).join(', ') })}
        </div>
      )}
    </div>
  );
}
