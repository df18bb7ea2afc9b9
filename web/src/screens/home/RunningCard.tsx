import { useCampaign } from '../../api/campaigns.js';
import { useLiveCampaign } from '../../api/progress.js';
import { Loaded } from '../../ui/Loaded.js';
import { CampaignCard } from '../campaigns/CampaignCard.js';

/** A campaign under way, as it moves. */
export function RunningCard({ id }: { id: string }) {
  const campaign = useCampaign(id);
  const state = campaign.data?.state;
  useLiveCampaign(id, state === 'completed' || state === 'cancelled');
  return (
    <Loaded query={campaign} height={110}>
      {(it) => <CampaignCard campaign={it} />}
    </Loaded>
  );
}
