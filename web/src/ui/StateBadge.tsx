import { useText } from '../app/language.js';
import type { CampaignState } from '../../../src/domain/campaign-states.js';
import { campaignTexts } from '../messages/campaigns.js';
import classes from './StateBadge.module.css';

const TONES: Record<CampaignState, keyof typeof classes> = {
  draft: 'quiet',
  submitted: 'warn',
  approved: 'busy',
  scheduled: 'busy',
  running: 'busy',
  paused: 'warn',
  completed: 'good',
  cancelled: 'quiet',
};

/** The state of a campaign, as a word in its colour. */
export function StateBadge({ state }: { state: CampaignState }) {
  const t = useText(campaignTexts);
  return <span className={`${classes.badge} ${classes[TONES[state]]}`}>{t(`state.${state}`)}</span>;
}
