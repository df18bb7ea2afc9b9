import { DEFAULT_HOURS, type Hours, intersect, type OpenTimes } from '../domain/quiet-hours.js';

/** What decides when a campaign may use an account. */
export interface HoursOf {
  /** The account's; null: the default. */
  gateway: Hours | null;
  /** The campaign's own; null: none. */
  campaign: Hours | null;
  /** Holidays, `YYYY-MM-DD`; none where the campaign goes out on holidays too. */
  closedDates: readonly string[];
}

/** When messages of a campaign may leave through an account; null where that is never. */
export function sendingHours({ gateway, campaign, closedDates }: HoursOf): OpenTimes | null {
  return intersect(gateway ?? DEFAULT_HOURS, ...(campaign ? [campaign] : []), {
    open: '00:00',
    close: '24:00',
    closedDates,
  });
}

/** The holidays around now that concern campaign `c`, as an array of text: a column of a select on campaigns. */
export const CLOSED_DATES = /* sql */ `
  case when c.ignore_holidays then '{}'
       else array(select day::text from holidays
                   where day between (now() at time zone 'Asia/Ho_Chi_Minh')::date - 30
                                 and (now() at time zone 'Asia/Ho_Chi_Minh')::date + 366) end`;
