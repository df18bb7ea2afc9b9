import { startApp, type TestApp } from '../support/app.js';
import { ImportStory } from './import-story.js';

let app: TestApp;
let story: ImportStory;
beforeAll(async () => {
  app = await startApp();
  story = new ImportStory(app);
});
afterAll(() => app?.close());

const post = (path: string, body: unknown = {}) => app.api(path, { method: 'POST', as: 'admin', body });
const below = async (id: string): Promise<{ id: string; name: string; households: number }[]> =>
  (await app.api(`/areas?parentId=${id}`, { as: 'admin' })).body.items;
const names = async (id: string) => (await story.households(id)).map(({ headName }) => headName).sort();

let serial = 0;
const commune = () => story.area(`Xã Đông Hải ${serial++}`);
const LIST = 'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\nLê Văn B,0987654321,Số 2\n';
const IN_HAMLET = 'Chủ hộ,SĐT,Địa chỉ,Thôn\nLê Văn C,0866111222,Số 3,Thôn Xuân\n';

/** Two hamlets with the list in the second, and a newer list of it that was read before the two became one. */
async function mergedAfterReading() {
  const top = await commune();
  const [one, two] = [
    await story.area('Ấp 1', 'neighbourhood', top),
    await story.area('Ấp 2', 'neighbourhood', top),
  ];
  await story.import(two, LIST);
  const { id } = await story.read(two, LIST.replace('0987654321', '0987654322'));
  expect((await post(`/areas/${one}/merge`, { areaIds: [two] })).status).toBe(200);
  return { one, two, id };
}

describe('an import into areas that changed since it was read', () => {
  test('does not go into one that has ended: whoever commits it is told at once', async () => {
    const { one, two, id } = await mergedAfterReading();
    expect(await post(`/imports/${id}/commit`)).toMatchObject({ status: 409, body: { code: 'area-closed' } });
    expect((await story.until(id, ['ready'])).rows).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await names(two)).toEqual([]);
    expect(await names(one)).toEqual(['Lê Văn A', 'Lê Văn B']);
  });

  test('nor where the area ends between the click and the writing', async () => {
    const { two, id } = await mergedAfterReading();
    await app.sql.execute(
      `update imports set status = 'committing', heartbeat_at = now() - interval '1 minute' where id = $1`,
      [id],
    );
    expect((await story.until(id, ['ready', 'committed'])).error).toEqual({
      code: 'area-closed',
      detail: expect.stringContaining('“Ấp 2” đã kết thúc'),
    });
    expect(await names(two)).toEqual([]);
  });

  test('does not follow a hamlet that was moved to another commune, nor make it once more', async () => {
    const [from, to] = [await commune(), await commune()];
    const hamlet = await story.area('Thôn Xuân', 'neighbourhood', from);
    await story.import(from, IN_HAMLET.replace('Lê Văn C,0866111222,Số 3', 'Lê Văn D,0866111223,Số 4'));
    const { id, rows } = await story.read(
      from,
      `${IN_HAMLET}Lê Văn D,0866111224,Số 4,Thôn Xuân\nLê Văn E,0866111225,Số 5,Thôn Thu\n`,
    );
    expect(rows).toMatchObject({ created: 2, updated: 1 });
    const moved = { method: 'PATCH', as: 'admin', body: { parentId: to } } as const;
    expect((await app.api(`/areas/${hamlet}`, moved)).status).toBe(200);
    expect((await story.commit(id)).rows).toMatchObject({ created: 1, updated: 0, rejected: 2 });
    expect(await names(to)).toEqual(['Lê Văn D']);
    expect((await below(from)).map(({ name }) => name)).toEqual(['Thôn Thu']);
    const [refused] = await story.rows(id, '&outcome=rejected');
    expect(refused).toMatchObject({
      reasonCodes: ['left-area'],
      reason: expect.stringContaining('“Thôn Xuân”'),
    });
  });

  test('makes a hamlet itself that went when the import that had made it was undone', async () => {
    const top = await commune();
    const first = await story.import(top, IN_HAMLET.replace('Lê Văn C,0866111222', 'Lê Văn D,0866111223'));
    const second = await story.read(top, IN_HAMLET);
    expect(second.mapping!.newAreas).toEqual([]);
    expect((await story.undo(first.id)).status).toBe('undone');
    expect(await below(top)).toEqual([]);
    expect(await story.commit(second.id)).toMatchObject({ status: 'committed', rows: { created: 1 } });
    expect((await below(top)).map(({ name, households }) => [name, households])).toEqual([['Thôn Xuân', 1]]);
  });
});
