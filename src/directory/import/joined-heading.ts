import { fieldOfHeading, type Field } from './column-heading.js';

/** What may stand under a merged `Địa chỉ`. */
const OF_ADDRESS: ReadonlySet<Field> = new Set([
  'addressPart',
  'neighbourhood',
  'group',
  'commune',
  'district',
]);
const OF_NAMES: ReadonlySet<Field> = new Set(['head', 'person', 'familyName', 'givenName']);

/**
 * A heading with the one below it, and what they mean together; null where the lower one cannot be a heading there.
 * @param own the heading over this very column
 * @param merged the nearest one to the left, which may be merged over this column
 */
export function joinHeadings(
  own: string,
  merged: string,
  cell: string,
): { heading: string; field: Field | null } | null {
  // A merged heading stands in its first column only: `Điện thoại` over `Số 1 | Số 2`.
  const above = own || merged;
  const over = above === '' ? null : fieldOfHeading(above);
  const alone = fieldOfHeading(cell);
  const isUnderPhone = over === 'phone' || over === 'zalo';
  // `Chủ hộ | Vợ` under `Điện thoại` are their phones.
  const isWhose = isUnderPhone && alone !== null && OF_NAMES.has(alone);
  const isJoined = isWhose || (alone === null && above !== '');
  const field = isJoined ? fieldOfHeading(`${above} ${cell}`) : alone;
  const isPhone = field === 'phone' || field === 'zalo';
  const isPart = alone !== null && mayStandUnder(over, alone);
  // A name under "Họ và tên" is the first household, however its words read.
  if (own !== '' && over !== null && alone !== over && !isPhone && !isPart) return null;
  if (isJoined) return { heading: `${above} ${cell}`, field };
  const isAlone = own === '' || over === null || isPart;
  return { heading: isAlone ? cell : `${own} ${cell}`, field };
}

/** `Tổ` under `Địa chỉ`, `Chủ hộ` under `Họ và tên`, `Thôn, bản` under `Liên hệ`. */
function mayStandUnder(over: Field | null, alone: Field): boolean {
  if (over === null) return false;
  if (over === 'address' || over === 'phone') return OF_ADDRESS.has(alone);
  return OF_NAMES.has(over) && OF_NAMES.has(alone);
}
