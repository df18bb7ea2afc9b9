import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { campaignTexts } from '../../messages/campaigns.js';
import { Icon } from '../../ui/Icon.js';

/** The way to a new campaign, for whoever may write one. */
export function NewCampaignButton() {
  const t = useText(campaignTexts);
  const may = useMay();
  if (!may('campaign:write')) return null;
  return (
    <Button component={Link} href="/campaigns/new" leftSection={<Icon name="plus" size={20} />}>
      {t('list.new')}
    </Button>
  );
}
