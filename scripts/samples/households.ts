import type { Random } from './random.js';
import { drawName } from './names.js';
import { madeUpNumbers, type MadeUpNumber } from './numbers.js';
import {
  abbreviated,
  landline,
  nothing,
  oneNumber,
  type PhoneCell,
  twoNumbers,
  unusable,
} from './phone-cells.js';

/** A household as its neighbourhood's head keeps it. */
export interface SampleHousehold {
  code: string;
  headName: string;
  address: string;
  phone: PhoneCell;
  note: string | null;
}

/** How often a cell of phones comes in which form, of 100. */
export type PhoneKinds = readonly (readonly [PhoneKind, number])[];
type PhoneKind = 'one' | 'two' | 'abbreviated' | 'landline' | 'nothing' | 'unusable' | 'neighbour';

const KINDS: PhoneKinds = [
  ['one', 66],
  ['two', 19],
  ['abbreviated', 2],
  ['landline', 4],
  ['nothing', 4],
  ['unusable', 3],
  ['neighbour', 2],
];

const NOTES: readonly (readonly [string | null, number])[] = [
  [null, 88],
  ['Đi làm xa, về cuối tuần', 3],
  ['Mới chuyển đến năm 2026', 2],
  ['Ưu tiên nhắn Zalo', 2],
  ['Tổ trưởng', 1],
  ['Liên hệ qua con gái', 1],
];

/**
 * Households of one neighbourhood after another; holds only the last number, so that any count can be made.
 * @param firstNumber how many numbers are left to other lists
 * @param kinds as one commune keeps them, unless said otherwise
 */
export function householdMaker(random: Random, firstNumber = 0, kinds: PhoneKinds = KINDS) {
  const numbers = madeUpNumbers(random, firstNumber);
  let lastNumber: MadeUpNumber | null = null;
  const draw = () => (lastNumber = numbers.next().value);

  const phoneCell = (): PhoneCell => {
    const kind = random.weighted(kinds);
    switch (kind) {
      case 'one':
        return oneNumber(random, draw());
      case 'two':
        return twoNumbers(random, draw(), draw());
      case 'abbreviated':
        return abbreviated(random, draw());
      case 'landline':
        return landline(random);
      case 'nothing':
        return nothing(random);
      case 'unusable':
        return unusable(random, draw());
      case 'neighbour':
        // Parents and children in two households with one phone.
        return oneNumber(random, lastNumber ?? draw());
    }
  };

  /** `index` from 0 within the neighbourhood named `codePrefix`; with it the address is never the same twice there. */
  return (codePrefix: string, index: number): SampleHousehold => {
    const group = 1 + Math.floor(index / 24);
    const house = 1 + index * 2 + random.int(2);
    return {
      code: `${codePrefix}-${String(index + 1).padStart(3, '0')}`,
      headName: drawName(random),
      address: random.weighted([
        [`Số ${house}, tổ ${group}`, 6],
        [`Nhà số ${house}, Tổ ${group}`, 2],
        [`${house} đường Tân Lập, tổ ${group}`, 2],
      ]),
      phone: phoneCell(),
      note: random.weighted(NOTES),
    };
  };
}
