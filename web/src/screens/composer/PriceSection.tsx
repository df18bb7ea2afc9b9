import { formatVnd } from '../../../../src/domain/cost.js';
import type { Gateway } from '../../api/gateways.js';
import type { Preview } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';

/** What it costs: parts, the price of one, the sum. */
export function PriceSection({
  preview,
  gateway,
}: {
  preview: Preview | null;
  gateway: Gateway | undefined;
}) {
  const t = useText(composerTexts);
  if (!preview || !gateway)
    return (
      <p className="dim" style={{ margin: 0 }}>
        {t('price.later')}
      </p>
    );
  const each = preview.deliveries === 0 ? 0 : Math.round(preview.costVnd / preview.deliveries);
  return (
    <div className="scroll-x">
      <table className="figures-table">
        <tbody>
          <tr>
            <th scope="row">{gateway.name}</th>
            <td>
              {t('price.parts', { parts: preview.parts })} × {formatVnd(gateway.pricePerPartVnd)}
            </td>
          </tr>
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
  );
}
