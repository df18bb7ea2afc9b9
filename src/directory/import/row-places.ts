// Owns: where the household of a row lives, as far as the list says: its commune, its hamlet, the group in it, its address.
// Emits: names as they stand; which areas they are is the index's to find.
// Never: forgets what an earlier row said for the rows below, or takes a group of one hamlet for a hamlet of its own.
import { unitKind } from '../../domain/address.js';
import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import type { DraftNeighbourhood } from './draft-household.js';
import {
  isGroup,
  isGroupWithin,
  nameInColumn,
  placeInAddress,
  placesInHeading,
} from './neighbourhood-name.js';
import type { RowFields } from './row-fields.js';
import { isDitto } from './row-kind.js';

export interface RowPlace {
  place: DraftNeighbourhood | null;
  /** `Tổ 5` within the place; empty where there is none. */
  group: string;
  /** The cell is empty: it means what stood above. */
  isFromAbove: boolean;
}

/** What the rows of a sheet say of places, from the top to the bottom. */
export class RowPlaces {
  /** The neighbourhood that a heading, the sheet's name or a title says. */
  private place: DraftNeighbourhood | null = null;
  private columnPlace = '';
  /** The group within the place, `Tổ 5`, that a heading says: part of the address. */
  private headingGroup = '';
  /** The commune that a heading, the sheet's name or a title says, and the last one that the column said. */
  private commune: { name: string; from: DraftNeighbourhood['from'] } | null = null;
  private columnCommune = '';
  private lastAddress = '';
  /** The last cell of the neighbourhood column, and what it means: the next row mostly says the same. */
  private columnCell = { text: '', name: '', isGroup: false };
  /** The last heading over addresses, and the kinds of places that it names. */
  private addressHeading: { text: string; kinds: string | null } = { text: '', kinds: null };

  /** From now on rows without a neighbourhood of their own lie here. A sheet's name outweighs a title. */
  nowIn(place: DraftNeighbourhood): void {
    if (place.from === 'title' && this.place?.from === 'sheet') return;
    this.columnPlace = '';
    // `Tổ 5` of an ấp is no place of its own: the next ấp has one, too.
    const isWithin = isGroupWithin(place.name, this.place);
    this.headingGroup = isWithin ? place.name : '';
    if (!isWithin) this.place = place;
  }

  /** From now on rows without a commune of their own lie here, and in no hamlet of the commune before. */
  nowInCommune(commune: { name: string; from: DraftNeighbourhood['from'] }): void {
    if (commune.from === 'title' && this.commune?.from === 'sheet') return;
    this.commune = commune;
    this.columnCommune = '';
    if (commune.from === 'heading') [this.place, this.columnPlace] = [null, ''];
  }

  /** Another table begins: what its cells leave out does not stand in the one above. */
  nowInTable(): void {
    this.columnPlace = '';
    this.columnCommune = '';
    this.lastAddress = '';
  }

  /** The address of a row; `nt` is the one of the household above. */
  addressOf(fields: RowFields): string {
    const said = addressOf(fields);
    if (!isDitto(said)) this.lastAddress = said;
    return this.lastAddress;
  }

  /** `Xã An Bình, huyện B`. A cell that is empty means the one above: it was merged, or left out. */
  communeOf(fields: RowFields): string | null {
    const cell = clean(fields.text('commune'));
    if (cell !== '' && !isDitto(cell)) {
      const district = clean(fields.text('district'));
      const said = (district === '' ? cell : `${cell}, ${withKind(district)}`).slice(0, 200);
      // Below another commune no hamlet is meant that stood above.
      if (this.columnCommune !== '' && said !== this.columnCommune) this.columnPlace = '';
      this.columnCommune = said;
    }
    return this.columnCommune || this.commune?.name || null;
  }

  /**
   * Where a row's household lives: by its column, the cell above, a heading or the sheet, its address, the title.
   * @param address of the row, or the words that stand for it
   */
  placeOf(fields: RowFields, address: string): RowPlace {
    const found = (place: DraftNeighbourhood | null): RowPlace => ({
      place,
      group: this.headingGroup,
      isFromAbove: false,
    });
    const said = fields.text('neighbourhood');
    const cell = isDitto(said) ? '' : said;
    if (cell !== this.columnCell.text) {
      const name = nameInColumn(cell, fields.heading('neighbourhood'));
      this.columnCell = { text: cell, name, isGroup: isGroup(name) };
    }
    const own = this.columnCell.name;
    if (own !== '') {
      if (this.columnCell.isGroup && this.place !== null && isGroupWithin(own, this.place)) {
        return { place: this.place, group: own.slice(0, 100), isFromAbove: false };
      }
      this.columnPlace = own;
      return found({ name: own.slice(0, 200), from: 'column' });
    }
    if (this.columnPlace !== '') {
      return { ...found({ name: this.columnPlace, from: 'column' }), isFromAbove: true };
    }
    const isSaid = this.place?.from === 'sheet' || this.place?.from === 'heading';
    return found(isSaid ? this.place : this.byAddress(fields, address));
  }

  /** Where no column, heading or sheet names a place, the address does; what a title says is of the whole list. */
  private byAddress(fields: RowFields, address: string): DraftNeighbourhood | null {
    const name =
      fields.has('neighbourhood') || address === ''
        ? null
        : (placeInAddress(address) ?? this.barePlace(fields.heading('address'), address));
    return name === null ? this.place : { name, from: 'column' };
  }

  /** `Tả Trung Hồ` under `Nơi ở (thôn/bản)`: a name and nothing else. */
  private barePlace(heading: string, address: string): string | null {
    if (heading !== this.addressHeading.text)
      this.addressHeading = { text: heading, kinds: placesInHeading(heading) };
    const { kinds } = this.addressHeading;
    if (kinds === null || address.length > 40 || !/^[\p{L}\p{M}'’ ]+$/u.test(address)) return null;
    return nameInColumn(address, kinds).slice(0, 200);
  }
}

/** `12/3` and `Tổ 5` → `12/3, Tổ 5`. */
export function withGroup(address: string, group: string): string {
  if (group === '' || foldVietnamese(address).includes(foldVietnamese(group))) return address;
  return address.trim() === '' ? group : `${address}, ${group}`;
}

/** A district is told from a province by its kind. */
function withKind(district: string): string {
  return unitKind(district) === null ? `huyện ${district}` : district;
}

/** Most lists have no such column: an empty text needs no cleaning. */
function clean(text: string): string {
  return text === '' ? '' : cleanText(text);
}

/** `12 Trần Phú, Tổ 5, xã An Bình`: house and street, then the group, then what an address column says. */
export function addressOf(fields: RowFields): string {
  const house = fields
    .texts('addressPart')
    .map((part) => part.trim())
    .join(' ');
  const group = fields.text('group').trim();
  const whole = fields.addresses()[0]?.trim() ?? '';
  return [house, /^\d+$/.test(group) ? `Tổ ${group}` : group, whole].filter((part) => part !== '').join(', ');
}
