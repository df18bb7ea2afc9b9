import { makeArea } from '../factories/directory.factory.js';
import { type SignedIn, startApp, type TestApp } from '../support/app.js';

const HOUR_MS = 3_600_000;

describe('an administrator of a commune', () => {
  let app: TestApp;
  let communeId: string;
  let admin: SignedIn;
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    communeId = await makeArea(app.sql, { name: 'Xã An Bình', level: 'commune' });
    admin = await app.person({
      username: 'quan-tri-xa',
      memberships: [{ role: 'admin', areaId: communeId }],
    });
  });
  afterAll(() => app?.close());

  const change = (id: string, body: object, as: SignedIn = admin) =>
    app.api(`/users/${id}`, { method: 'PATCH', as, body });
  const resetTwoStep = (id: string) => app.api(`/users/${id}/reset-two-step`, { method: 'POST', as: admin });
  const newPassword = { password: 'mat-khau-do-xa-dat' };
  /** What both ways into somebody's account answer. */
  const tried = async (id: string) => {
    const answers = [await resetTwoStep(id), await change(id, newPassword)];
    return answers.map(({ status, body }) => [status, body?.code]);
  };
  const BEYOND = [
    [403, 'beyond-your-areas'],
    [403, 'beyond-your-areas'],
  ];
  const DONE = [
    [204, undefined],
    [200, undefined],
  ];
  const viewer = (username: string) =>
    app.person({ username, memberships: [{ role: 'viewer', areaId: communeId }] });
  const lend = async (as: SignedIn, toUserId: string, startsInHours: number) => {
    const lent = await app.api('/delegations', {
      method: 'POST',
      as,
      body: {
        toUserId,
        startsAt: new Date(Date.now() + startsInHours * HOUR_MS).toISOString(),
        endsAt: new Date(Date.now() + (startsInHours + 2) * HOUR_MS).toISOString(),
      },
    });
    return lent.body.id as string;
  };

  it.each([
    ['that is lent now', -1],
    ['that is lent from tomorrow on', 24],
  ])('gets into nobody’s account for a right from the province %s', async (_when, startsInHours) => {
    const lender = await app.login('approver', 'duyet-tinh');
    const stand = await viewer(`duyet-thay-${startsInHours}`);
    const lentId = await lend(lender, stand.userId, startsInHours);
    expect(await tried(stand.userId)).toEqual(BEYOND);
    await app.api(`/delegations/${lentId}`, { method: 'DELETE', as: lender });
    expect(await tried(stand.userId)).toEqual(DONE);
  });

  it('changes a role in the commune of somebody who has one elsewhere, too, but not the person', async () => {
    const elsewhereId = await makeArea(app.sql, { name: 'Xã Bên Kia', level: 'commune' });
    const { userId } = await app.person({
      username: 'hai-xa',
      displayName: 'Người Hai Xã',
      memberships: [
        { role: 'viewer', areaId: communeId },
        { role: 'approver', areaId: elsewhereId },
      ],
    });
    const memberships = [{ role: 'propagandist', areaId: communeId }];
    // A form sends the whole of what it shows.
    const changed = await change(userId, { displayName: 'Người Hai Xã', memberships });
    expect(changed).toMatchObject({ status: 200, body: { roles: ['propagandist'] } });
    const renamed = await change(userId, { displayName: 'Tên Khác', memberships });
    expect([renamed.status, renamed.body.code]).toEqual([403, 'beyond-your-areas']);
    const whole = (await app.api(`/users/${userId}`, { as: 'admin' })).body;
    expect([whole.displayName, whole.roles.toSorted()]).toEqual([
      'Người Hai Xã',
      ['approver', 'propagandist'],
    ]);
    const trail = await app.api(`/audit-events?action=user.changed&subjectId=${userId}`, { as: 'admin' });
    expect(trail.body.items).toMatchObject([{ details: { fields: ['memberships'] } }]);
  });

  it('changes somebody whose lent right is over, lies in the commune, or comes from somebody disabled', async () => {
    const [lender, near] = [
      await app.login('approver', 'duyet-da-nghi'),
      await app.person({
        username: 'duyet-xa',
        memberships: [{ role: 'approver', areaId: communeId }],
      }),
    ];
    const [over, inside, orphan] = [
      await viewer('het-han'),
      await viewer('trong-xa'),
      await viewer('mo-coi'),
    ];
    await lend(lender, over.userId, -3);
    await lend(near, inside.userId, -1);
    await lend(lender, orphan.userId, -1);
    expect(await tried(orphan.userId)).toEqual(BEYOND);
    await app.api(`/users/${lender.userId}`, { method: 'PATCH', as: 'admin', body: { disabled: true } });
    for (const { userId } of [over, inside, orphan]) expect(await tried(userId)).toEqual(DONE);
  });
});
