import type { Account } from '../../../../src/domain/delivery-states.js';
import { type Area, useAreas } from '../../api/areas.js';
import { useFormat, useText } from '../../app/language.js';
import { trackingTexts } from '../../messages/tracking.js';
import classes from './AreaMap.module.css';

interface AreaAccount {
  areaId: string;
  areaName: string;
  account: Account;
}

interface Place {
  id: string;
  name: string;
  /** Of everything at and below it. */
  audience: number;
  delivered: number;
  below: Place[];
}

/** Beyond so many tiles a branch opens only where somebody opens it. */
const OPEN_AT_ONCE = 80;

/**
 * The areas as a map of tiles in their tree: as large as their households are many, filled as far as they were reached.
 * A tile leads to its households.
 */
export function AreaMap({
  rows,
  onShow,
}: {
  rows: readonly AreaAccount[];
  onShow: (areaId: string) => void;
}) {
  const t = useText(trackingTexts);
  const areas = useAreas();
  if (!areas.data || rows.length < 2) return null;
  const roots = placesOf(rows, areas.data);
  return (
    <div className={classes.map} role="group" aria-label={t('map.label')}>
      {roots.map((place) => (
        <Branch key={place.id} place={place} isOpen={rows.length <= OPEN_AT_ONCE} onShow={onShow} />
      ))}
    </div>
  );
}

function Branch({
  place,
  isOpen,
  onShow,
}: {
  place: Place;
  isOpen: boolean;
  onShow: (areaId: string) => void;
}) {
  const format = useFormat();
  const share = format.percent(place.delivered, place.audience);
  if (place.below.length === 0) return <Tile place={place} onShow={onShow} />;
  return (
    <details className={classes.branch} open={isOpen}>
      <summary>
        <span className="strong">{place.name}</span> <span className="figures dim">{share}</span>
      </summary>
      <div className={classes.tiles}>
        {place.below.map((each) => (
          <Branch key={each.id} place={each} isOpen={isOpen} onShow={onShow} />
        ))}
      </div>
    </details>
  );
}

function Tile({ place, onShow }: { place: Place; onShow: (areaId: string) => void }) {
  const t = useText(trackingTexts);
  const format = useFormat();
  const { id, name, delivered, audience } = place;
  const filled = audience === 0 ? 0 : (delivered / audience) * 100;
  return (
    <button
      type="button"
      className={classes.tile}
      style={{
        flexGrow: audience,
        backgroundImage: `linear-gradient(to top, var(--good-soft) ${filled}%, transparent ${filled}%)`,
      }}
      title={t('map.tile', { name, delivered, audience })}
      onClick={() => onShow(id)}
    >
      <span className={classes.name}>{name}</span>
      <span className="figures strong">{format.percent(delivered, audience)}</span>
    </button>
  );
}

/** The areas with an account, below those above them as far as these hold more than one of them. */
function placesOf(rows: readonly AreaAccount[], areas: readonly Area[]): Place[] {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const places = new Map<string, Place>();
  const roots: Place[] = [];
  const placeOf = (id: string, name: string): Place => {
    const known = places.get(id);
    if (known) return known;
    const made: Place = { id, name, audience: 0, delivered: 0, below: [] };
    places.set(id, made);
    const above = byId.get(byId.get(id)?.parentId ?? '');
    if (above) placeOf(above.id, above.name).below.push(made);
    else roots.push(made);
    return made;
  };
  for (const { areaId, areaName, account } of rows) {
    const place = placeOf(areaId, areaName);
    // Households of an area that has areas below it get a tile beside those.
    if (account.audience > 0) {
      place.audience += account.audience;
      place.delivered += account.delivered;
    }
  }
  const summed = (place: Place): Place => {
    const below = place.below.map(summed);
    const own = { audience: place.audience, delivered: place.delivered };
    const tiles = below.length > 0 && own.audience > 0 ? [{ ...place, ...own, below: [] }, ...below] : below;
    return {
      ...place,
      below: tiles,
      audience: own.audience + below.reduce((sum, each) => sum + each.audience, 0),
      delivered: own.delivered + below.reduce((sum, each) => sum + each.delivered, 0),
    };
  };
  let top = roots.map(summed);
  while (top.length === 1 && top[0]!.below.length === 1) top = top[0]!.below;
  return top;
}
