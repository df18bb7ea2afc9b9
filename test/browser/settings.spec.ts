import type { Browser } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { TEST_PASSWORD } from '../support/app.js';
import { startStory, type Story } from '../flows/story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('settings in the browser', () => {
  let story: Story;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  it('connect an account, check it, change its pace and hours, pause it and let it send again, on a phone', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/settings');
    await page.getByRole('link', { name: /Cổng gửi tin/ }).click();
    await page.getByRole('link', { name: 'Thêm cổng gửi tin' }).click();
    await page.getByLabel('Nhà mạng').selectOption('simulator');
    await page.getByLabel('Tên gọi').fill('Cổng mới');
    await page.getByLabel('Tốc độ (phần tin mỗi giây)').fill('50');
    await page.getByLabel('Giá một phần tin (đồng)').fill('350');
    // What is wrong is said beside its field, and nothing of the form is lost.
    await page.getByLabel('Địa chỉ máy chủ nhà mạng').fill('khong-phai-dia-chi');
    await page.getByRole('button', { name: 'Nối cổng này' }).click();
    await page.getByText(/Địa chỉ phải bắt đầu bằng http/).waitFor();
    await page.getByLabel('Địa chỉ máy chủ nhà mạng').fill(story.simulator.url);
    await page.getByRole('textbox', { name: 'Khóa', exact: true }).fill('khoa-thu-nghiem');
    await page.getByRole('button', { name: 'Nối cổng này' }).click();
    await page.getByRole('heading', { name: 'Cổng mới' }).waitFor();
    await page.getByRole('button', { name: 'Hỏi nhà mạng' }).click();
    await page.locator('.note.good').waitFor();
    expect(await overflowOf(page)).toBe(0);

    await page.getByLabel('Tốc độ (phần tin mỗi giây)').fill('20');
    await page.getByLabel('Gửi từ (giờ:phút)').fill('08:00');
    await page.getByLabel('Chủ nhật').uncheck();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu cổng gửi tin.').waitFor();
    const { body } = await story.api('/gateways', { as: 'admin' });
    const made = body.items.find(({ name }: { name: string }) => name === 'Cổng mới');
    expect(made).toMatchObject({
      partsPerSecond: 20,
      pricePerPartVnd: 350,
      hours: { open: '08:00', close: '22:00', days: [1, 2, 3, 4, 5, 6] },
    });

    await page.getByRole('button', { name: 'Tạm dừng cổng này' }).click();
    await page.getByText('Tạm dừng', { exact: true }).waitFor();
    // The home page of the administrator leads there.
    await page.goto('/');
    await page.getByRole('link', { name: /Cổng “Cổng mới” đang tạm giữ/ }).click();
    await page.getByRole('button', { name: 'Cho chạy lại' }).click();
    await page.getByText('Đang gửi được').waitFor();
    await page.getByLabel('Số điện thoại của bạn').fill('0987 654 300');
    await page.getByRole('button', { name: 'Gửi thử' }).click();
    await page.getByText(/Nhà mạng đã nhận tin/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('add a person whose password is shown once, who signs in and finds what the role opens', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/settings/people');
    await page.getByRole('link', { name: 'Thêm người' }).click();
    await page.getByLabel('Tên đăng nhập').fill('Hoa Trần');
    await page.getByRole('button', { name: 'Thêm người' }).click();
    await page.getByText(/gồm 2 đến 64 chữ không dấu/).waitFor();
    await page.getByLabel('Tên đăng nhập').fill('hoa.tran');
    await page.getByLabel('Họ tên').fill('Trần Thị Hoa');
    await page.getByLabel('Địa bàn của vai trò 1').selectOption({ label: 'Ấp 1' });
    await page.getByRole('button', { name: 'Thêm người' }).click();
    await page.getByText('Mật khẩu đầu tiên của hoa.tran').waitFor();
    const password = await page.locator('.note.good > div').nth(1).innerText();
    const answer = await story.api('/auth/login', {
      method: 'POST',
      body: { username: 'hoa.tran', password: password.trim() },
    });
    expect(answer.body.user).toMatchObject({ mustChangePassword: true, roles: ['propagandist'] });

    await page.getByRole('link', { name: 'Về danh sách' }).click();
    await page.getByRole('link', { name: /Trần Thị Hoa/ }).click();
    await page.getByRole('button', { name: 'Thêm vai trò' }).click();
    await page.getByLabel('Vai trò 2', { exact: true }).selectOption('approver');
    await page.getByLabel('Tự duyệt nhiều nhất (hộ)').fill('2.000');
    await page.getByLabel('Tự duyệt nhiều nhất (đồng)').fill('5000000');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu.').waitFor();
    // Limits stay when something else is changed.
    await page.getByLabel('Họ tên').fill('Trần Thị Thu Hoa');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('heading', { name: 'Trần Thị Thu Hoa' }).waitFor();
    await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
    await page.getByText('Đã khóa tài khoản của Trần Thị Thu Hoa.').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('Trần Thị Thu Hoa đăng nhập lại được.').waitFor();
    const { body } = await story.api('/users', { as: 'admin' });
    const hoa = body.items.find(({ username }: { username: string }) => username === 'hoa.tran');
    expect(hoa).toMatchObject({
      disabled: false,
      roles: expect.arrayContaining(['propagandist', 'approver']),
      memberships: expect.arrayContaining([
        expect.objectContaining({ role: 'approver', maxHouseholds: 2000, maxCostVnd: 5_000_000 }),
      ]),
    });
    // How one signs in oneself is no administrator's business.
    const own = body.items.find(({ username }: { username: string }) => username === 'admin');
    await page.goto(`/settings/people/${own.id}`);
    await page.getByText('đổi ở trang Tài khoản').waitFor();
    expect(await page.getByRole('button', { name: 'Cấp mật khẩu mới' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('let the administrator of a hamlet change the role there of somebody who has another elsewhere', async () => {
    const admin = await story.person({
      username: 'quan-tri-ap',
      memberships: [{ role: 'admin', areaId: story.hamletId }],
    });
    const { userId } = await story.person({
      username: 'hai-noi',
      displayName: 'Người Hai Nơi',
      memberships: [
        { role: 'viewer', areaId: story.hamletId },
        { role: 'approver', areaId: story.communeId },
      ],
    });
    const { page, complaints } = await openPage(browser, story, admin);
    await page.goto(`/settings/people/${userId}`);
    await page.getByLabel('Vai trò 1', { exact: true }).selectOption('propagandist');
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu.').waitFor();
    expect(Object.keys((await sent).postDataJSON() as object)).toEqual(['memberships']);
    const { body } = await story.api(`/users/${userId}`, { as: 'admin' });
    expect(body.roles.toSorted()).toEqual(['approver', 'propagandist']);
    await page.getByLabel('Họ tên').fill('Tên khác');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Việc này vượt ra ngoài địa bàn bạn phụ trách.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('keep holidays, how often a household is written to, and keys for programs; all of it stands in the trail', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/settings/sending');
    await page.getByLabel('Ngày', { exact: true }).fill('2027-02-06');
    await page.getByLabel('Tên ngày').fill('Tết Nguyên đán');
    await page.getByRole('button', { name: 'Thêm ngày' }).click();
    await page.getByText('06/02/2027').waitFor();
    await page.getByRole('button', { name: 'Xóa Tết Nguyên đán, 2027-02-06' }).click();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('06/02/2027').waitFor();
    await page.getByLabel('Số đợt trong 24 giờ').fill('0');
    await page.getByRole('button', { name: 'Lưu' }).first().click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Số đợt trong 24 giờ').fill('3');
    await page.getByRole('button', { name: 'Lưu' }).first().click();
    await page.getByText('Đã lưu.').waitFor();
    expect((await story.api('/settings/frequency-cap', { as: 'admin' })).body.perDay).toBe(3);

    await page.goto('/settings/office');
    await page.getByLabel('Tin bà con trả lời (tháng)').fill('2');
    const keep = page.getByRole('button', { name: 'Lưu thời hạn' });
    await keep.click();
    await page.getByText('phải từ 3 trở lên').waitFor();
    await page.getByLabel('Tin bà con trả lời (tháng)').fill('12');
    await keep.click();
    await page.getByText('Đã lưu.').waitFor();
    expect((await story.api('/settings/retention', { as: 'admin' })).body).toMatchObject({
      ledgerMonths: 24,
      repliesMonths: 12,
    });

    await page.goto('/settings/keys');
    await page.getByRole('button', { name: 'Tạo khóa' }).click();
    await page.getByLabel('Dùng cho').fill('Phần mềm một cửa');
    await page.getByRole('button', { name: 'Tạo khóa' }).click();
    const shown = page.locator('.note.good > div').nth(1);
    await shown.waitFor();
    const key = (await shown.innerText()).trim() as `ll_${string}`;
    expect((await story.api('/campaigns', { as: key })).status).toBe(200);
    await page.getByRole('button', { name: 'Thu hồi “Phần mềm một cửa”' }).click();
    await page.getByText(/thu hồi \d/).waitFor();
    expect((await story.api('/campaigns', { as: key })).status).toBe(401);

    await page.goto('/settings/audit');
    await page.getByText('Thu hồi khóa API').waitFor();
    await page.getByLabel('Về').selectOption('settings');
    await page.getByText('Đặt mức gửi mỗi hộ').waitFor();
    await page.getByText('Thu hồi khóa API').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('turn on two steps, sign in with them, and end a session elsewhere', async () => {
    const lan = await story.login('propagandist', 'lan');
    const elsewhere = await story.api('/auth/login', {
      method: 'POST',
      body: { username: 'lan', password: TEST_PASSWORD },
    });
    const { page, complaints } = await openPage(browser, story, lan);
    await page.goto('/account/security');
    if (elsewhere.status === 200) {
      await page.getByRole('button', { name: 'Đăng xuất mọi nơi khác' }).click();
      const asked = page.getByRole('dialog');
      await asked.getByLabel('Mật khẩu hiện tại').fill(TEST_PASSWORD);
      await asked.getByRole('button', { name: 'Đăng xuất mọi nơi khác' }).click();
      await page.getByText('Đã đăng xuất ở đó.').waitFor();
    }
    await page.getByLabel('Mật khẩu hiện tại').fill(TEST_PASSWORD);
    await page.getByRole('button', { name: 'Bật hai bước' }).click();
    await page.getByText('Nhập khóa này vào ứng dụng xác thực').waitFor();
    const secret = (await page.locator('.note.good > div').nth(1).innerText()).trim();
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await page.getByLabel(/^Mã 6 số/).fill(totp.generate());
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    await page.getByText(/^Mã dự phòng: mỗi mã/).waitFor();
    const [code] = (await page.locator('.note.good > div').nth(1).innerText()).trim().split(/\s+/);
    expect(complaints).toEqual([]);

    const { page: door } = await openPage(browser, story, null);
    await door.goto('/');
    await door.getByLabel('Tên đăng nhập').fill('lan');
    await door.getByRole('textbox', { name: 'Mật khẩu' }).fill(TEST_PASSWORD);
    await door.getByRole('button', { name: 'Đăng nhập' }).click();
    // The first question for a code is no error.
    await door.getByLabel(/Mã/).waitFor();
    expect(await door.getByRole('alert').count()).toBe(0);
    await door.getByLabel(/Mã/).fill(code!);
    await door.getByRole('button', { name: 'Đăng nhập' }).click();
    await door.getByRole('heading', { name: /Chào lan/ }).waitFor();
    await eventually(async () => expect(await overflowOf(door)).toBe(0));
  });
});
