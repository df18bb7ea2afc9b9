import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatVnd } from '../../../../src/domain/cost.js';
import { prepareSmsText } from '../../../../src/domain/sms-parts.js';
import { useAreas } from '../../api/areas.js';
import { type Campaign, campaignKey } from '../../api/campaigns.js';
import { useGateways, useHolidays } from '../../api/gateways.js';
import { usePreview } from '../../api/preview.js';
import { useFormat, useText } from '../../app/language.js';
import { useMay, useMe } from '../../app/session.js';
import { approvalTexts } from '../../messages/approval.js';
import { composerTexts } from '../../messages/composer.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { StateBadge } from '../../ui/StateBadge.js';
import { differences, draftOf, EMPTY_DRAFT, hasLink } from '../composer/draft.js';
import { ReleaseUrgently } from '../campaign/ReleaseUrgently.js';
import { useDraftValue } from '../composer/DraftValue.js';
import { FullTextPage } from '../composer/FullTextPage.js';
import { forecastOf } from '../composer/forecast.js';
import { PreviewSection } from '../composer/PreviewSection.js';
import { PriceSection } from '../composer/PriceSection.js';
import { SendForecast } from '../composer/SendForecast.js';
import { SkippedList } from '../composer/SkippedList.js';
import { Controls } from '../tracking/Controls.js';
import { Changes } from './Changes.js';
import { Decision } from './Decision.js';

/** Exactly what will go out, to whom, when and at what price; and the decision. */
export default function ApprovalScreen({ campaign }: { campaign: Campaign }) {
  const t = useText(approvalTexts);
  const format = useFormat();
  const me = useMe();
  const may = useMay();
  const preview = usePreview(campaign.id, campaign.version);
  const gateways = useGateways();
  const holidays = useHolidays();
  const areas = useAreas();
  const [now] = useState(() => new Date());
  const [isChanged, setChanged] = useState(false);
  const queries = useQueryClient();
  const tc = useText(composerTexts);
  const show = useDraftValue();
  const draft = draftOf(campaign);
  const gateway = gateways.data?.find(({ id }) => id === campaign.steps[0]?.gatewayId);
  const isOwn = me.user !== null && campaign.createdBy === `user:${me.user.id}`;
  const isSubmitted = campaign.state === 'submitted';
  const mayDecide = isSubmitted && may('campaign:approve') && !isOwn;
  const mayRelease = isSubmitted && campaign.isUrgent && may('campaign:write') && !mayDecide;
  const startAt = campaign.startAt ? new Date(campaign.startAt) : null;
  const names = campaign.audience.areaIds.map((id) => areas.data?.find((area) => area.id === id)?.name ?? id);

  const readAgain = () => {
    setChanged(true);
    void queries.invalidateQueries({ queryKey: campaignKey(campaign.id) });
    window.scrollTo({ top: 0 });
  };

  return (
    <Page
      title={campaign.title}
      back="/campaigns"
      narrow
      actions={<StateBadge state={campaign.state} />}
      lead={
        isSubmitted && campaign.submittedAt
          ? t('approval.lead', { time: format.dateTime(campaign.submittedAt) })
          : t('approval.draftLead')
      }
    >
      <div className="stack">
        {isChanged && (
          <p className="note bad" role="alert" style={{ margin: 0 }}>
            {t('approval.changedSince')}
          </p>
        )}
        {isSubmitted && (!may('campaign:approve') || isOwn) && (
          <p className="note" style={{ margin: 0 }}>
            {t(isOwn ? 'approval.own' : 'approval.waits')}
          </p>
        )}
        {isSubmitted && <Controls campaign={campaign} />}
        {campaign.previousSubmission && <Changes campaign={campaign} before={campaign.previousSubmission} />}
        <section className="card stack">
          <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('approval.message')}</h2>
          {gateway && <div className="dim">{t('approval.through', { gateway: gateway.name })}</div>}
          <PreviewSection
            campaignId={campaign.id}
            version={campaign.version}
            gatewayId={gateway?.id ?? null}
          />
          {preview.data?.longest && (
            <details>
              <summary>{t('approval.longest', { parts: preview.data.longest.parts })}</summary>
              <p className="message" style={{ maxWidth: '46ch' }}>
                {prepareSmsText(preview.data.longest.text, {
                  unaccented: campaign.steps[0]?.unaccented ?? false,
                })}
              </p>
            </details>
          )}
          {campaign.steps.slice(1).map((step, i) => (
            <div key={step.gatewayId + String(i)}>
              <div className="strong">{t('approval.next', { number: i + 2 })}</div>
              <p className="message" style={{ margin: '8px 0 0', maxWidth: '46ch' }}>
                {step.templateId
                  ? tc('template.named', { id: step.templateId })
                  : prepareSmsText(step.text ?? '', { unaccented: step.unaccented ?? false })}
              </p>
            </div>
          ))}
          {(campaign.fullText || hasLink(draft)) && (
            <div>
              <h3 style={{ margin: '0 0 8px', fontSize: '1rem' }}>{tc('field.fullText')}</h3>
              <FullTextPage title={campaign.title} text={campaign.fullText || (draft.steps[0]?.text ?? '')} />
            </div>
          )}
        </section>
        <section className="card stack tight">
          <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('approval.audience')}</h2>
          <div>{names.join(', ')}</div>
          {(['groupIds', 'exclude'] as const)
            .filter((field) => differences(draft, EMPTY_DRAFT).includes(field))
            .map((field) => (
              <div key={field}>
                {tc(`field.${field}`)}: {show(draft, field)}
              </div>
            ))}
          <Loaded query={preview} height={80}>
            {(data) => <SkippedList preview={data} />}
          </Loaded>
        </section>
        <section className="card stack tight">
          <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('approval.when')}</h2>
          {gateway && preview.data && holidays.data && (
            <SendForecast
              forecast={forecastOf(
                gateway,
                campaign.hours,
                campaign.ignoreHolidays ? [] : holidays.data,
                startAt && startAt > now ? startAt : now,
                preview.data.parts,
              )}
            />
          )}
        </section>
        <section className="card stack tight">
          <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('approval.price')}</h2>
          <PriceSection
            preview={preview.data ?? null}
            gateways={gateways.data ?? []}
            areaIds={campaign.audience.areaIds}
            startAt={campaign.startAt}
          />
        </section>
        {mayRelease && preview.data && !preview.isPlaceholderData && (
          <ReleaseUrgently
            key={`release ${campaign.version}`}
            shown={() => Promise.resolve(campaign)}
            deliveries={preview.data.deliveries}
            cost={formatVnd(preview.data.costVnd)}
            startAt={startAt && startAt > now ? startAt : null}
            onChanged={readAgain}
          />
        )}
        {/* Never beside the figures and messages of another version. */}
        {mayDecide && preview.data && !preview.isPlaceholderData && (
          <Decision
            key={campaign.version}
            campaign={campaign}
            deliveries={preview.data.deliveries}
            cost={formatVnd(preview.data.costVnd)}
            startAt={startAt && startAt > now ? startAt : null}
            onChanged={readAgain}
          />
        )}
      </div>
    </Page>
  );
}
