import { foldVietnamese } from '../../domain/vietnamese.js';
import { startsWithKind } from './neighbourhood-name.js';

const ABOVE_HOUSE =
  /^(?:xa|phuong|p|thi tran|tt|dac khu|huyen|h|quan|q|thi xa|tx|thanh pho|tp|tinh|t|duong|pho|dia ban|khu vuc)\b/;

/**
 * Whether an address tells one house from its neighbours: `Số 5`, `12/3 Trần Phú, Tổ 2`. `Ấp 3, xã An Bình` and `Đường Trần
 * Phú` do not: two heads of one name there are two households.
 */
export function isSpecificAddress(address: string | null): boolean {
  if (address === null) return false;
  return foldVietnamese(address)
    .split(/[,;]|\s-\s/)
    .map((part) => part.trim())
    .some((part) => /\d/.test(part) && !ABOVE_HOUSE.test(part) && startsWithKind(part) === null);
}
