import { prepareSmsText } from '../../../../src/domain/sms-parts.js';
import { useAreas } from '../../api/areas.js';
import type { Campaign } from '../../api/campaigns.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { trackingTexts } from '../../messages/tracking.js';
import { FullTextPage } from '../composer/FullTextPage.js';

const CHANNELS: Readonly<Record<string, string>> = { sms: 'SMS', zalo: 'Zalo' };

/** What this campaign says and to whom: folded away once it is on its way, open while it waits for its hour. */
export function MessageCard({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const tc = useText(composerTexts);
  const areas = useAreas();
  const names = campaign.audience.areaIds.map((id) => areas.data?.find((area) => area.id === id)?.name ?? id);
  return (
    <details className="card" open={campaign.account.audience === 0}>
      <summary className="strong">{t('sentText.title')}</summary>
      <div className="stack tight" style={{ marginTop: 12 }}>
        <div>{t('sentText.to', { areas: names.join(', ') })}</div>
        {campaign.steps.map((step, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a step has no other name than its place
          <div key={i}>
            {campaign.steps.length > 1 && (
              <div className="small dim">
                {tc('ladder.step', { number: i + 1 })} · {CHANNELS[step.channel]}
              </div>
            )}
            <p className="message" style={{ margin: 0, maxWidth: '46ch' }}>
              {step.templateId
                ? tc('template.named', { id: step.templateId })
                : prepareSmsText(step.text ?? '', { unaccented: step.unaccented ?? false })}
            </p>
          </div>
        ))}
        {campaign.fullText && (
          <>
            <div className="small dim">{tc('field.fullText')}</div>
            <FullTextPage title={campaign.title} text={campaign.fullText} />
          </>
        )}
        {campaign.approvedBy && campaign.approvalWord && (
          <div>{t('sentText.word', { word: campaign.approvalWord })}</div>
        )}
      </div>
    </details>
  );
}
