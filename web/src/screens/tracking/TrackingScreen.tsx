import { Button } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { DELIVERY_STATES, type DeliveryState } from '../../../../src/domain/delivery-states.js';
import type { Campaign } from '../../api/campaigns.js';
import { useLiveCampaign } from '../../api/progress.js';
import type { LedgerFilter } from '../../api/tracking.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { trackingTexts } from '../../messages/tracking.js';
import { Icon } from '../../ui/Icon.js';
import { Page } from '../../ui/Page.js';
import { StateBadge } from '../../ui/StateBadge.js';
import { AccountCard } from './AccountCard.js';
import { AreasCard } from './AreasCard.js';
import { Controls } from './Controls.js';
import { CostCard } from './CostCard.js';
import { DoubtsCard } from './DoubtsCard.js';
import { HouseholdsCard } from './HouseholdsCard.js';
import { MessageCard } from './MessageCard.js';
import { MissedHour } from './MissedHour.js';
import { Pace } from './Pace.js';
import { PrintHeading } from './PrintHeading.js';
import { RetryCard } from './RetryCard.js';
import { ReviewCard } from './ReviewCard.js';

/** A state that an address names; null for one that is none. */
const stateIn = (name: string | null): DeliveryState | null =>
  DELIVERY_STATES.find((state) => state === name) ?? null;

/** A campaign on its way, and afterwards: the account, what it means, and every household. */
export default function TrackingScreen({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const may = useMay();
  const isOver = campaign.state === 'completed' || campaign.state === 'cancelled';
  // Receipts of the last messages still come in after the end: those are asked for as the page is looked at.
  const isLive = useLiveCampaign(campaign.id, isOver);
  const [search, setSearch] = useSearchParams();
  const filter: LedgerFilter = { state: stateIn(search.get('state')), areaId: search.get('area') };
  const setFilter = ({ state, areaId }: LedgerFilter) =>
    setSearch({ ...(state && { state }), ...(areaId && { area: areaId }) }, { replace: true });
  const show = (next: LedgerFilter) => {
    setFilter(next);
    document.getElementById('households')?.scrollIntoView({ behavior: 'smooth' });
  };
  return (
    <Page
      title={campaign.title}
      back="/campaigns"
      lead={
        <span className="row">
          <StateBadge state={campaign.state} />
          {isLive && <span className="small">{t('tracking.live')}</span>}
        </span>
      }
      actions={
        <>
          <Button
            component="a"
            variant="default"
            href={`/api/v1/campaigns/${campaign.id}/report.xlsx`}
            leftSection={<Icon name="file" size={20} />}
          >
            {t('act.report')}
          </Button>
          <Button
            component="a"
            variant="default"
            href={`/api/v1/campaigns/${campaign.id}/report.pdf`}
            leftSection={<Icon name="file" size={20} />}
          >
            {t('act.reportPdf')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="print" size={20} />}
            onClick={() => window.print()}
          >
            {t('act.print')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {campaign.audience.areaIds[0] && <PrintHeading areaId={campaign.audience.areaIds[0]} />}
        {campaign.needsConfirmation && !isOver && <MissedHour campaign={campaign} />}
        <section className="card stack">
          <Pace campaign={campaign} />
          <Controls campaign={campaign} />
        </section>
        <ReviewCard campaign={campaign} />
        <MessageCard campaign={campaign} />
        {campaign.account.audience > 0 && (
          <>
            <AccountCard account={campaign.account} onShow={(state) => show({ state, areaId: null })} />
            {campaign.account.inDoubt > 0 && <DoubtsCard campaign={campaign} />}
            {may('campaign:control') && campaign.state !== 'cancelled' && <RetryCard campaign={campaign} />}
            <AreasCard campaign={campaign} onShow={(areaId) => show({ state: null, areaId })} />
            <CostCard campaign={campaign} />
            <HouseholdsCard campaign={campaign} filter={filter} onFilter={setFilter} />
          </>
        )}
      </div>
    </Page>
  );
}
