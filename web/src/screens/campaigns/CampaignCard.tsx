import { Link } from 'wouter';
import type { CampaignItem } from '../../api/campaigns.js';
import { useFormat, useText } from '../../app/language.js';
import { campaignTexts } from '../../messages/campaigns.js';
import { AccountBar } from '../../ui/AccountBar.js';
import { StateBadge } from '../../ui/StateBadge.js';
import classes from './CampaignCard.module.css';

/** One campaign of a list: its name, its state, how far it is; the whole card leads to it. */
export function CampaignCard({ campaign }: { campaign: CampaignItem }) {
  const t = useText(campaignTexts);
  const format = useFormat();
  const { account, state } = campaign;
  const facts = [
    account.audience > 0 && t('list.households', { count: account.audience }),
    account.audience > 0 &&
      t('list.delivered', { percent: format.percent(account.delivered, account.audience) }),
    state === 'scheduled' &&
      campaign.startAt &&
      t('list.startsAt', { time: format.dateTime(campaign.startAt) }),
    campaign.needsConfirmation && t('list.asks'),
  ].filter(Boolean);
  return (
    <Link href={`/campaigns/${campaign.id}`} className={`card ${classes.card}`}>
      <div className="row spread">
        <span className={classes.title}>{campaign.title}</span>
        <StateBadge state={state} />
      </div>
      {facts.length > 0 && <div className="dim">{facts.join(' · ')}</div>}
      {state === 'draft' && campaign.rejectedReason && (
        <div className={classes.sentBack}>{t('list.sentBack', { reason: campaign.rejectedReason })}</div>
      )}
      {account.audience > 0 && <AccountBar account={account} isSlim />}
    </Link>
  );
}
