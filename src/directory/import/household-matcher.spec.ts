import { AreaIndex } from './area-index.js';
import { keysOf } from '../household-keys.js';
import type { DraftContact, HouseholdDraft } from './draft-household.js';
import { Candidates, HouseholdMatcher } from './household-matcher.js';
import type { ExistingHousehold } from './household-state.js';

const AREA = '7';
const contacts = (...phones: string[]): DraftContact[] =>
  phones.map((phone) => ({ phone, name: null, relation: null }));

let row = 1;
function draft(headName: string, more: Partial<HouseholdDraft> = {}): HouseholdDraft {
  return {
    sheet: '',
    sheetRow: row++,
    raw: [],
    headName,
    address: null,
    code: null,
    note: null,
    neighbourhood: null,
    commune: null,
    contacts: [],
    repairs: [],
    warnings: [],
    faults: [],
    keys: keysOf({ headName, address: more.address ?? null }),
    ...more,
  };
}

function existing(headName: string, more: Partial<ExistingHousehold> = {}): ExistingHousehold {
  return {
    id: `${row++}`,
    areaId: AREA,
    headName,
    address: null,
    code: null,
    note: null,
    contacts: [],
    version: 1,
    keys: keysOf({ headName, address: more.address ?? null }),
    ...more,
  };
}

/** Decides about the drafts in order, with these households in the directory. */
function decide(drafts: HouseholdDraft[], households: ExistingHousehold[] = []) {
  const matcher = new HouseholdMatcher(new AreaIndex({ id: AREA, name: 'Xã An Bình', level: 'commune' }, []));
  const candidates = new Candidates(households);
  return drafts.map((each) => matcher.decide(each, matcher.place(each), candidates));
}
const outcome = (each: HouseholdDraft, households: ExistingHousehold[]) => {
  const [{ outcome: what, match }] = decide([each], households) as [ReturnType<typeof decide>[number]];
  return match ? `${what} ${match.id}` : what;
};

describe('matching a household of a file', () => {
  test('the code decides first, even when the head has changed', () => {
    const known = existing('Lê Văn A', { code: 'H1', id: '1' });
    expect(outcome(draft('Trần Thị B', { code: 'H1' }), [known])).toBe('update 1');
    expect(outcome(draft('Lê Văn A', { code: 'H2' }), [known])).toBe('create');
  });

  test('name and address are enough; Dũng and Dung are two people', () => {
    const known = existing('Trần Văn Dũng', { address: 'Số 5', id: '1' });
    expect(outcome(draft('TRẦN VĂN DŨNG', { address: 'số nhà 5' }), [known])).toBe('update 1');
    expect(outcome(draft('Trần Văn Dũng', { address: 'Số 5' }), [known])).toBe('unchanged 1');
    expect(outcome(draft('Trần Văn Dung', { address: 'Số 5' }), [known])).toBe('create');
  });

  test('without an address two of one name are one only by a phone', () => {
    const known = existing('Lê Văn A', { contacts: contacts('+84912345678'), id: '1' });
    expect(outcome(draft('Lê Văn A', { contacts: contacts('+84912345678') }), [known])).toBe('unchanged 1');
    expect(outcome(draft('Lê Văn A', { contacts: contacts('+84987654321') }), [known])).toBe('create');
    expect(outcome(draft('Lê Văn A'), [known])).toBe('unchanged 1');
  });

  test('a list typed without accents finds its households, and does not take their accents away', () => {
    const known = existing('Trần Văn Dũng', { address: 'Ngõ Huế', id: '1' });
    expect(outcome(draft('TRAN VAN DUNG', { address: 'Ngo Hue' }), [known])).toBe('unchanged 1');
    const two = [known, existing('Trần Văn Dung', { address: 'Ngõ Huế', id: '2' })];
    expect(outcome(draft('Tran Van Dung', { address: 'Ngo Hue' }), two)).toBe('create');
  });

  test('the same name with the same phone has moved house', () => {
    const known = existing('Lê Văn A', { address: 'Số 1', contacts: contacts('+84912345678'), id: '1' });
    const [decision] = decide(
      [draft('Lê Văn A', { address: 'Số 2', contacts: contacts('+84912345678') })],
      [known],
    );
    expect(decision).toMatchObject({ outcome: 'update', next: { address: 'Số 2' } });
  });

  test('phones are added in front and none is lost; a file without news keeps the order', () => {
    const known = existing('A B', { address: 'x', contacts: contacts('+84911111111', '+84922222222') });
    const next = (...phones: string[]) =>
      decide([draft('A B', { address: 'x', contacts: contacts(...phones) })], [known])[0]!.next!.contacts.map(
        ({ phone }) => phone,
      );
    expect(next('+84933333333', '+84922222222')).toEqual(['+84933333333', '+84922222222', '+84911111111']);
    expect(next('+84922222222')).toEqual(['+84911111111', '+84922222222']);
  });

  test('twice in one file: the second is rejected with the row of the first', () => {
    row = 10;
    const drafts = [
      draft('Lê Văn A', { address: 'Số 1' }),
      draft('Lê Văn A', { address: 'số 1' }),
      draft('Lê Văn B', { contacts: contacts('+84912345678') }),
      draft('Lê Văn B', { contacts: contacts('+84987654321') }),
      draft('Lê Văn B', { contacts: contacts('+84987654321') }),
      draft('Lê Văn C', { code: 'H1' }),
      draft('Lê Văn D', { code: 'H1' }),
    ];
    expect(decide(drafts).map(({ outcome: what, reasons }) => reasons[0]?.sentence ?? what)).toEqual([
      'create',
      'Trùng với dòng 10.',
      'create',
      'create',
      'Trùng với dòng 13.',
      'create',
      'Mã hộ H1 đã dùng ở dòng 15.',
    ]);
  });
});

describe('the neighbourhood of a row', () => {
  const commune = { id: '1', name: 'Xã An Bình', level: 'commune' };
  const place = (index: AreaIndex, name: string) => index.place({ name, from: 'column' });

  test('is found under its other spellings, or will be created', () => {
    const index = new AreaIndex(commune, [
      { id: '2', name: 'Khu phố 3', level: 'neighbourhood' },
      { id: '3', name: 'Thôn Đông', level: 'neighbourhood' },
    ]);
    expect(place(index, 'KP 03')).toEqual({ kind: 'known', areaId: '2' });
    expect(place(index, 'Đông')).toEqual({ kind: 'known', areaId: '3' });
    expect(place(index, 'Ấp 3')).toMatchObject({ kind: 'new', name: 'Ấp 3' });
    expect(place(index, 'THÔN TÂY')).toMatchObject({ kind: 'new', name: 'Thôn Tây' });
    expect(index.place(null)).toEqual({ kind: 'known', areaId: '1' });
  });

  test('is found where the list or the directory has no accents, unless several would be it', () => {
    const hamlets = ['Thôn Đông', 'Ấp Phú Thọ', 'Thôn Hạ', 'Thôn Hà', 'Thôn Nam', 'Xom Moi', 'Thon Tay'];
    const index = new AreaIndex(commune, [
      ...hamlets.map((name, i) => ({ id: `${i + 2}`, name, level: 'neighbourhood' })),
      { id: '20', name: 'Thôn Bắc', level: 'neighbourhood', formerNames: ['Thôn Rạng Đông'] },
    ]);
    const known = (areaId: string) => ({ kind: 'known', areaId });
    expect(place(index, 'THON DONG')).toEqual(known('2'));
    expect(place(index, 'DONG')).toEqual(known('2'));
    expect(place(index, 'Ap Phu Tho')).toEqual(known('3'));
    expect(place(index, 'Xóm Mới')).toEqual(known('7'));
    expect(place(index, 'THON RANG DONG')).toEqual(known('20'));
    for (const name of ['THON HA', 'HA'])
      expect(place(index, name)).toMatchObject({
        kind: 'refused',
        fault: {
          code: 'ambiguous-neighbourhood',
          sentence: `“${name}” có thể là “Thôn Hạ”, “Thôn Hà”: hãy ghi có dấu.`,
        },
      });
    // Written with accents, each is what it says.
    expect(place(index, 'Thôn Năm')).toMatchObject({ kind: 'new', name: 'Thôn Năm' });
    expect(place(index, 'Thôn Động')).toMatchObject({ kind: 'new' });
    expect(place(index, 'Thôn Tây')).toEqual(known('8'));
    expect(place(index, 'Thôn Tấy')).toMatchObject({ kind: 'new', name: 'Thôn Tấy' });
  });

  test('that is new is one, with accents and without', () => {
    const index = new AreaIndex(commune, []);
    const keys = (...names: string[]) =>
      names.map((name) => {
        const found = place(index, name);
        return found.kind === 'new' ? `${found.key}: ${found.name}` : found.kind;
      });
    expect(new Set(keys('Thôn Đông', 'THON DONG', 'Thon Dong')).size).toBe(1);
    expect(keys('THON TAY', 'Thôn Tây', 'thon tay').map((each) => each.split(': ')[1])).toEqual([
      'Thon Tay',
      'Thôn Tây',
      'Thôn Tây',
    ]);
    expect(keys('Thôn Hạ', 'Thôn Hà', 'THON HA').at(-1)).toBe('refused');
  });

  test('of an import into one hamlet is that hamlet; another hamlet is refused', () => {
    const index = new AreaIndex({ id: '2', name: 'Khu phố 3', level: 'neighbourhood' }, []);
    expect(place(index, 'KP3')).toEqual({ kind: 'known', areaId: '2' });
    const east = { id: '3', name: 'Thôn Đông', level: 'neighbourhood', formerNames: ['Thôn Rạng'] };
    for (const name of ['THON DONG', 'Thôn Rạng', 'THON RANG'])
      expect(place(new AreaIndex(east, []), name)).toEqual({ kind: 'known', areaId: '3' });
    expect(place(new AreaIndex(east, []), 'Thôn Động')).toMatchObject({ kind: 'refused' });
    expect(place(index, 'Tổ 5')).toEqual({ kind: 'known', areaId: '2' });
    expect(place(index, 'Khu phố 4')).toMatchObject({
      kind: 'refused',
      fault: { code: 'other-neighbourhood' },
    });
  });
});
