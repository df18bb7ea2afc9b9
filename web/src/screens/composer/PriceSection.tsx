import { formatVnd } from '../../../../src/domain/cost.js';
import type { Gateway } from '../../api/gateways.js';
import type { Preview } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { BudgetLines } from './BudgetLines.js';

interface PriceSectionProps {
  preview: Preview | null;
  gateways: readonly Gateway[];
  areaIds: readonly string[];
  startAt: string | null;
}

const CHANNELS = { sms: 'SMS', zalo: 'Zalo' } as const;

/** What it costs: each step with its channel, parts and price, the sum, and what the budgets have left. */
export function PriceSection({ preview, gateways, areaIds, startAt }: PriceSectionProps) {
  const t = useText(composerTexts);
  if (!preview)
    return (
      <p className="dim" style={{ margin: 0 }}>
        {t('price.later')}
      </p>
    );
  const each = preview.deliveries === 0 ? 0 : Math.round(preview.costVnd / preview.deliveries);
  return (
    <>
      <div className="scroll-x">
        <table className="figures-table">
          <tbody>
            {preview.steps.map(({ gatewayId, channel, parts, costVnd }, i) => {
              const gateway = gateways.find(({ id }) => id === gatewayId);
              const isByPart = gateway !== undefined && parts * gateway.pricePerPartVnd === costVnd;
              return (
                // oxlint-disable-next-line react/no-array-index-key -- a step has no other name than its place
                <tr key={i}>
                  <th scope="row">
                    {t('price.step', {
                      number: i + 1,
                      gateway: gateway?.name ?? gatewayId,
                      channel: CHANNELS[channel],
                    })}
                  </th>
                  <td>
                    {i > 0
                      ? t('price.later.step', { cost: formatVnd(costVnd) })
                      : isByPart
                        ? `${t('price.parts', { parts })} × ${formatVnd(gateway.pricePerPartVnd)}`
                        : formatVnd(costVnd)}
                  </td>
                </tr>
              );
            })}
            <tr>
              <th scope="row">{t('price.each')}</th>
              <td>{formatVnd(each)}</td>
            </tr>
            <tr>
              <th scope="row">{t('price.sum')}</th>
              <td style={{ fontSize: '1.25rem', fontWeight: 700 }}>{formatVnd(preview.costVnd)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <BudgetLines areaIds={areaIds} costVnd={preview.costVnd} startAt={startAt} />
    </>
  );
}
