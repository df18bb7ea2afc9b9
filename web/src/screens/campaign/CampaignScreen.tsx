import { lazy } from 'react';
import { useCampaign } from '../../api/campaigns.js';
import type { ScreenProps } from '../../app/routes.js';
import { useMay } from '../../app/session.js';
import { Loaded } from '../../ui/Loaded.js';

const Composer = lazy(() => import('../composer/ComposerScreen.js'));
const Approval = lazy(() => import('../approval/ApprovalScreen.js'));
const Tracking = lazy(() => import('../tracking/TrackingScreen.js'));

/** A campaign at the stage where it is: being written, waiting for approval, or on its way. */
export default function CampaignScreen({ params }: ScreenProps) {
  const may = useMay();
  const campaign = useCampaign(params.id!);
  return (
    <Loaded query={campaign} height={480}>
      {(it) => {
        if (it.state === 'draft' && may('campaign:write')) return <Composer key={it.id} campaign={it} />;
        if (it.state === 'draft' || it.state === 'submitted') return <Approval campaign={it} />;
        return <Tracking campaign={it} />;
      }}
    </Loaded>
  );
}
