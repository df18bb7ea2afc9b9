import { NativeSelect } from '@mantine/core';
import { DELIVERY_STATES, type DeliveryState } from '../../../../src/domain/delivery-states.js';
import type { Campaign } from '../../api/campaigns.js';
import { type LedgerFilter, useAccountByArea, useLedger } from '../../api/tracking.js';
import { useText } from '../../app/language.js';
import { accountTexts } from '../../messages/account.js';
import { trackingTexts } from '../../messages/tracking.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { DeliveryLine } from './DeliveryLine.js';

interface HouseholdsCardProps {
  campaign: Campaign;
  filter: LedgerFilter;
  onFilter: (filter: LedgerFilter) => void;
}

/** Every household with its tries, by result and by area. */
export function HouseholdsCard({ campaign, filter, onFilter }: HouseholdsCardProps) {
  const t = useText(trackingTexts);
  const ta = useText(accountTexts);
  const ledger = useLedger(campaign.id, filter);
  const areas = useAccountByArea(campaign.id, JSON.stringify(campaign.account));
  const names = new Map(areas.data?.map(({ areaId, areaName }) => [areaId, areaName]));
  const label = (state: DeliveryState) => ta(`part.${state === 'in_doubt' ? 'inDoubt' : state}`);
  return (
    <section className="card stack" aria-labelledby="households">
      <h2 id="households" style={{ margin: 0, fontSize: '1.25rem' }}>
        {t('households.title')}
      </h2>
      <div className="row no-print">
        <NativeSelect
          label={t('households.state')}
          value={filter.state ?? ''}
          onChange={(event) =>
            onFilter({
              ...filter,
              state: (event.currentTarget.value || null) as DeliveryState | null,
            })
          }
        >
          <option value="">{t('households.all')}</option>
          {DELIVERY_STATES.map((state) => (
            <option key={state} value={state}>
              {label(state)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          label={t('households.area')}
          value={filter.areaId ?? ''}
          onChange={(event) => onFilter({ ...filter, areaId: event.currentTarget.value || null })}
        >
          <option value="">{t('households.all')}</option>
          {areas.data?.map(({ areaId, areaName }) => (
            <option key={areaId} value={areaId}>
              {areaName}
            </option>
          ))}
        </NativeSelect>
      </div>
      <Loaded query={ledger} height={320}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className="dim">{t('households.none')}</p>;
          return (
            <>
              <ul className="plain-list">
                {items.map((item) => (
                  <DeliveryLine
                    key={item.id}
                    delivery={item}
                    state={label(item.state)}
                    areaName={names.get(item.areaId) ?? ''}
                  />
                ))}
              </ul>
              <MoreButton query={ledger} label={t('households.more')} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
