import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { trackingTexts } from '../../messages/tracking.js';
import { useNow } from '../../ui/use-now.js';
import classes from './PrintHeading.module.css';

/** On paper only: the office that speaks for the area, and when this was printed. */
export function PrintHeading({ areaId }: { areaId: string }) {
  const t = useText(trackingTexts);
  const format = useFormat();
  const now = useNow(60_000);
  const office = useQuery({
    queryKey: ['office', areaId],
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/areas/{id}/office', { params: { path: { id: areaId } }, signal })),
  });
  return (
    <div className={classes.heading}>
      {office.data?.above && <div>{office.data.above}</div>}
      <div className="strong">{office.data?.name}</div>
      <div>{t('print.at', { time: format.dateTime(new Date(now)) })}</div>
    </div>
  );
}
