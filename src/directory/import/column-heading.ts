/**
 * Which column of a list is which, by its heading in the wordings that Vietnamese offices use, with or without accents.
 */
import { foldVietnamese } from '../../domain/vietnamese.js';
import { isOfOfficials, MAX_HEADING_CHARS } from './heading-owner.js';
import { startsWithKind } from './neighbourhood-name.js';

/** What a column can stand for. */
export const FIELDS = [
  'ordinal', // STT
  'head', // Họ và tên chủ hộ
  'person', // Họ và tên: the head where no column says "chủ hộ", else the contact
  'familyName', // Họ đệm, beside a column Tên
  'givenName',
  'contactName', // Người liên hệ
  'relation', // Quan hệ với chủ hộ
  'phone',
  'zalo',
  'address',
  'addressPart', // Số nhà, Đường: joined in the order of their columns
  'neighbourhood',
  'commune', // Xã/Phường: of use in a province's list
  'district', // Quận/Huyện of before July 2025, beside it
  'group', // Tổ, where a column for the larger Khu phố stands beside it
  'code',
  'note',
] as const;
export type Field = (typeof FIELDS)[number];

const EXACT: Record<string, Field> = {
  stt: 'ordinal',
  tt: 'ordinal',
  'so tt': 'ordinal',
  'so thu tu': 'ordinal',
  no: 'ordinal',
  's t t': 'ordinal',
  'thu tu': 'ordinal',
  'so ho': 'ordinal',
  'ho so': 'ordinal',
  'tt ho': 'ordinal',
  'stt ho': 'ordinal',
  'ho va dem': 'familyName',
  'ho va lot': 'familyName',
  'ho chu lot': 'familyName',
  'ho va chu lot': 'familyName',
  'ho dem': 'familyName',
  'ho va ten dem': 'familyName',
  'ho ten dem': 'familyName',
  'ho va chu dem': 'familyName',
  'ho lot': 'familyName',
  ho: 'familyName',
  ten: 'givenName',
  'ho gia dinh': 'head',
  'ten ho gia dinh': 'head',
  'ten ho': 'head',
  'ten ho dan': 'head',
  'dai dien ho': 'head',
  'nguoi dai dien': 'head',
  'nguoi dai dien ho': 'head',
  'dai dien ho gia dinh': 'head',
  'chu ho': 'head',
  htch: 'head',
  'head of household': 'head',
  'ong ba': 'head',
  'ho ong ba': 'head',
  'gia dinh': 'head',
  'gia dinh ong ba': 'head',
  'ho gia dinh ong ba': 'head',
  'ten gia dinh': 'head',
  'gia chu': 'head',
  'dai dien': 'head',
  'dai dien gia dinh': 'head',
  'nguoi dai dien gia dinh': 'head',
  name: 'person',
  'full name': 'person',
  dt: 'phone',
  dd: 'phone',
  dtdd: 'phone',
  'so may': 'phone',
  'so lien he': 'phone',
  'lien he': 'phone',
  'lien lac': 'phone',
  'so lien lac': 'phone',
  'thong tin lien he': 'phone',
  'thong tin lien lac': 'phone',
  'so thue bao': 'phone',
  'so moi': 'phone',
  'so dang dung': 'phone',
  'so hien nay': 'phone',
  'so hien tai': 'phone',
  'so nhan tin': 'phone',
  'so nhan tin nhan': 'phone',
  sms: 'phone',
  'so sms': 'phone',
  'nhan sms': 'phone',
  'so co dinh': 'phone',
  'may ban': 'phone',
  lh: 'phone',
  'd t': 'phone',
  mobile: 'phone',
  phone: 'phone',
  tel: 'phone',
  'phone number': 'phone',
  zalo: 'zalo',
  'noi o': 'address',
  'cho o': 'address',
  'thuong tru': 'address',
  'noi cu tru': 'address',
  address: 'address',
  'so nha': 'addressPart',
  sn: 'addressPart',
  duong: 'addressPart',
  'ten duong': 'addressPart',
  'duong pho': 'addressPart',
  pho: 'addressPart',
  ngo: 'addressPart',
  hem: 'addressPart',
  ngach: 'addressPart',
  'ngo ngach': 'addressPart',
  'so nha duong': 'addressPart',
  'so nha duong pho': 'addressPart',
  'so nha ten duong': 'addressPart',
  'dia ban': 'neighbourhood',
  'khu dan cu': 'neighbourhood',
  kdc: 'neighbourhood',
  'to dp': 'neighbourhood',
  'to dp so': 'neighbourhood',
  'ten thon': 'neighbourhood',
  'ten ap': 'neighbourhood',
  'so ho khau': 'code',
  'so so ho khau': 'code',
  'ma so ho': 'code',
  code: 'code',
  note: 'note',
  'g chu': 'note',
  'thong tin khac': 'note',
  'thong tin them': 'note',
};

const PHONE_WORDS =
  /\b(?:dien thoai|s?dt|dtdd|dtlh|di dong|dthoai|d thoai|phone|zalo|so may|so lien (?:he|lac))\b/;

/** `Họ và tên`, `H.tên`, `Tên`. */
const NAME = 'ho (?:va |chu |lot )*ten|h ten|ten|quy danh';
/** Who answers for a household in the lists of other offices: at the school, at the power company, of a union's members. */
const ANSWERS =
  'phu huynh|cha me|bo me|nguoi giam ho|nguoi nuoi duong|nguoi cham soc|nguoi dung ten|khach hang|(?:nguoi )?dai dien|chu (?:su dung|dat|rung|nuoi|ao|ruong|xe|thue bao|dn|dich vu|hang)';
/** People who are no household's: a column of theirs names nobody whom the phone of the row belongs to. */
const OTHERS =
  'con|chau|tre|be|hoc sinh|vo|me|cha|bo|ba|nguoi (?:mat|chet|phu trach|quan ly|gioi thieu|lap|ghi)|giao vien|thon|ap|ban|to|khu|xom|khom|xa|phuong|duong|co so|tau|phuong tien|cua hang|doanh nghiep|cong ty|lop|truong|nhom|chi hoi|don vi';

const PATTERNS: [RegExp, Field][] = [
  // `Họ và tên đệm chủ hộ` beside `Tên`: names in two columns.
  [/^ho (?:va )?(?:ten |chu )?(?:dem|lot)\b/, 'familyName'],
  [/\b(?:quan he|qh|moi qh|qhe)\b|^vai tro(?: trong (?:ho|gia dinh|nha))?$/, 'relation'],
  [/\bzalo\b/, 'zalo'],
  // `Họ tên, SĐT`: the name, with the phone in its cell.
  [
    new RegExp(`^(?:${NAME})(?: (?:chu|dai dien) ho)?(?: va)? (?:so )?(?:dien thoai|s?dt|dtdd|di dong)$`),
    'head',
  ],
  [/^chu ho (?:so )?(?:dien thoai|s?dt|dtdd)$/, 'head'],
  [/\b(?:dien thoai|s?dt|dtdd|dtlh|di dong|dthoai|d thoai|phone)\b/, 'phone'],
  [/^ma (?:so )?ho\b(?! so)/, 'code'],
  [
    /\b(?:nguoi|ten) (?:lien he|lien lac|nhan tin)\b|^(?:lien he|lien lac|goi|nhan tin) (?:qua|nho)\b/,
    'contactName',
  ],
  [/^(?:(?:ho (?:va )?)?ten )?(?:cua )?(?:ong ba )?(?:chu|dai dien) ho(?: gia dinh| dan)?$/, 'head'],
  [/^ho (?:va )?ten (?:nguoi )?(?:chu|dai dien) ho\b/, 'head'],
  // Lists of boarding houses, boats, shops: who answers for them, beside the name of the place.
  [
    /^(?:(?:ho (?:va )?)?ten )?chu (?:ho (?:kinh doanh|san xuat|chan nuoi|nuoi)|co so|nha|nha tro|phong tro|tau|ghe|thuyen|phuong tien|cua hang|quan|sap|trai|vuon|kinh doanh|doanh nghiep)\b/,
    'head',
  ],
  [new RegExp(`^(?:${NAME}) ch\\b`), 'head'],
  [/^chu ho (?:hoac |va )?(?:nguoi )?dai dien\b/, 'head'],
  [new RegExp(`^(?:(?:${NAME}) )?(?:cua )?(?:${ANSWERS})\\b`), 'head'],
  [/^ten (?:nguoi dan|cong dan|thanh vien|nhan khau|hoi vien|doan vien|day du|ong ba)\b/, 'person'],
  [new RegExp(`^(?:ho (?:va |chu |lot )*ten|h ten)(?! (?:${OTHERS})\\b)(?: [a-z ]+)?$`), 'person'],
  [/^(?:dia chi|noi o|cho o|noi thuong tru|noi dk ?hk|dkhk|ho khau)\b/, 'address'],
  [/\bghi chu\b/, 'note'],
  // A form of today asks: `Hộ ông/bà thuộc tổ dân phố nào?`
  [
    /\b(?:o|thuoc) (?:thon|ap|ban|buon|xom|khom|khu pho|khoi|to dan pho|khu dan cu)(?: nao)?\b/,
    'neighbourhood',
  ],
  [/\b(?:o|thuoc) to (?:nao|may|so may)\b/, 'group'],
  [/^so cu 11 so$/, 'phone'],
];

/** What a heading stands for; null for one that we have no use for (năm sinh, CCCD), or for any other text. */
export function fieldOfHeading(text: string): Field | null {
  if (text.length > MAX_HEADING_CHARS) return null;
  const folded = foldVietnamese(text).replaceAll('_', ' ');
  // `Di động | Bàn`: with its accents no hamlet, but the telephone on the table.
  if (/^\s*(?:máy |số |đt |sđt )?bàn\s*$/iu.test(text.normalize('NFC'))) return 'phone';
  // "SĐT (di động)", "Họ tên (*)": the brackets say nothing that changes the column.
  const field = fieldOfWords(folded.replace(/\([^)]*\)/g, ' ')) ?? fieldOfWords(folded);
  if (field !== null) return field;
  // `Chi hội (ấp)`: the branches of a union are the hamlets.
  const inside = /\(([^)]+)\)/.exec(folded)?.[1];
  return inside !== undefined && isNeighbourhoodHeading(inside) ? 'neighbourhood' : null;
}

function fieldOfWords(folded: string): Field | null {
  const words = folded.replace(/[^a-z0-9]+/g, ' ').trim();
  const plain = words.replace(/ ?\d{1,2}$/, '');
  // The number of the hamlet's head on every row is nobody's of these households.
  if (isOfOfficials(plain)) return null;
  // What the list itself calls old is nobody's number any more; "nơi ở cũ" is told by its own words.
  if (/ (?:cu|truoc day|khong dung|da bo|da doi)$/.test(plain) && PHONE_WORDS.test(plain)) return null;
  // A couple's columns: its phones are the household's, its second name is not the head's.
  const spouse = /^(?:vo|chong)\b/.exec(plain)?.[0];
  if (spouse !== undefined && plain !== spouse) {
    const own = fieldOfWords(plain.slice(spouse.length + 1));
    if (own === 'phone' || own === 'zalo') return own;
    return spouse === 'chong' && own === 'person' ? own : null;
  }
  const known = EXACT[plain];
  if (known) return known;
  if (isNeighbourhoodHeading(folded)) return 'neighbourhood';
  if (COMMUNE.test(words)) return 'commune';
  if (DISTRICT.test(words)) return 'district';
  if (plain === 'to') return 'group';
  for (const [pattern, field] of PATTERNS) if (pattern.test(plain)) return field;
  return null;
}

/** Whether a heading says that its column holds addresses, whatever else it holds. */
export function namesAddress(heading: string): boolean {
  return /\b(?:dia chi|noi o|cho o|thuong tru|cu tru)\b/.test(foldVietnamese(heading));
}

/** `Xã/Phường`, `Xã, phường, thị trấn`, `Tên xã`: kinds of communes and nothing else. */
const COMMUNE = /^(?:ten )?(?:(?:xa|phuong|thi tran|dac khu)(?: (?=\S)|$))+$/;
const DISTRICT = /^(?:ten )?(?:(?:quan|huyen|thi xa|thanh pho)(?: (?=\S)|$))+$/;

/** `Thôn/Ấp/Khu phố`, `Thôn (bản, tổ dân phố)`, `Ấp`: kinds of neighbourhood and nothing else. */
function isNeighbourhoodHeading(folded: string): boolean {
  const parts = folded
    .replace(/^(?:ten|dia chi|khu vuc)\s+(?=\S)/, '')
    .replace(/(?<=\S)\s+so$/, '')
    .split(/[^a-z ]+|\bhoac\b|\bva\b/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 1 && parts[0] === 'to') return false;
  return parts.length > 0 && parts.every(isKinds);
}

/** `thon`, and also `thon xom`. */
function isKinds(words: string): boolean {
  const found = startsWithKind(words);
  return found !== null && (found.rest === '' || isKinds(found.rest));
}
