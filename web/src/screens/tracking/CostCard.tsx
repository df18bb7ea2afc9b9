import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatVnd } from '../../../../src/domain/cost.js';
import { type Campaign, campaignKey } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { trackingTexts } from '../../messages/tracking.js';
import { Loaded } from '../../ui/Loaded.js';

const MINUTE_MS = 60_000;
const CHANNELS = { sms: 'SMS', zalo: 'Zalo' } as const;

/** What it has cost so far, by step and channel, and for each household reached; asked for when somebody opens it. */
export function CostCard({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { delivered, accepted } = campaign.account;
  const isRunning = campaign.state === 'running';
  const costs = useQuery({
    // Reads the whole ledger: once a minute is enough while it changes all the time.
    queryKey: [...campaignKey(campaign.id), 'costs', isRunning || delivered + accepted],
    refetchInterval: isRunning && MINUTE_MS,
    enabled: isOpen,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/campaigns/{id}/costs', { params: { path: { id: campaign.id } }, signal })),
  });
  const each = (costVnd: number, households: number) =>
    households === 0 ? '–' : formatVnd(Math.round(costVnd / households));
  return (
    <details className="card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="strong">{t('costs.title')}</summary>
      <Loaded query={costs} height={120}>
        {({ steps, costVnd }) => (
          <div className="scroll-x">
            <table className="figures-table">
              <thead>
                <tr>
                  <th scope="col">{t('costs.step')}</th>
                  <th scope="col">{t('costs.parts')}</th>
                  <th scope="col">{t('costs.reached')}</th>
                  <th scope="col">{t('costs.cost')}</th>
                  <th scope="col">{t('costs.each')}</th>
                </tr>
              </thead>
              <tbody>
                {steps.map((step) => (
                  <tr key={`${step.step} ${step.gatewayId}`}>
                    <th scope="row">
                      {step.step + 1}. {CHANNELS[step.channel]} · {step.gatewayName ?? step.gatewayId}
                    </th>
                    <td>{format.number(step.parts)}</td>
                    <td>{format.number(step.delivered)}</td>
                    <td>{formatVnd(step.costVnd)}</td>
                    <td>{each(step.costVnd, step.delivered)}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t('ledger.sum')}</th>
                  <td>{format.number(steps.reduce((sum, { parts }) => sum + parts, 0))}</td>
                  <td>{format.number(delivered)}</td>
                  <td className="strong">{formatVnd(costVnd)}</td>
                  <td>{each(costVnd, delivered)}</td>
                </tr>
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </details>
  );
}
