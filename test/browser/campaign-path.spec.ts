import type { Browser, Page } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, DESK, openPage, overflowOf } from '../support/web.js';

const MESSAGE = 'Kính gửi {chủ hộ}, {khu dân cư}: tối nay công an xã kiểm tra phòng cháy.';

describeWhen(hasChromium, 'Chromium is not installed')('a campaign in the browser', () => {
  let story: Story;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    for (let i = 0; i < 12; i++) {
      await makeHousehold(story.sql, {
        areaId: story.hamletId,
        headName: `Nguyễn Văn ${'ABCDEFGHIJKL'[i]}`,
        // The simulator delivers to numbers that end in 00.
        phones: [`+849123${10 + i}000`],
      });
    }
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: 'Trần Thị Không Số', phones: [] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  /** Writes a draft and waits until the server has it; answers its id. */
  async function write(page: Page, title: string): Promise<string> {
    await page.goto('/campaigns/new');
    await page.getByLabel('Tên đợt').fill(title);
    await page.getByLabel('Tin nhắn gửi tới mỗi hộ').fill(MESSAGE);
    await page.getByRole('checkbox', { name: /Xã An Bình/ }).check();
    await page.getByText(/^Đã lưu/).waitFor();
    return new URL(page.url()).pathname.split('/').at(-1)!;
  }

  it('is written on a phone, in five sections that tick themselves off', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await page.goto('/campaigns');
    await page.getByRole('link', { name: 'Soạn đợt mới' }).first().click();
    await page.getByText('Bản nháp tự lưu khi bạn gõ.').waitFor();
    await page.getByLabel('Tên đợt').fill('Phòng cháy chữa cháy');
    await page.getByText('Còn thiếu: nội dung tin, người nhận').waitFor();

    await page.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Kính gửi {chủ hộộ}: hãy kiểm tra bếp.');
    await page.getByText('Có phải ý là {chủ hộ}?').waitFor();
    await page.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Kính gửi ');
    await page.getByRole('button', { name: '+ chủ hộ' }).click();
    await page.keyboard.type(
      ': hãy kiểm tra bếp ga, ổ điện và bình chữa cháy trước khi đi ngủ, gọi 114 khi có cháy.',
    );
    await page.getByRole('radio', { name: /Có dấu/ }).check();
    await page.getByText(/Bớt \d+ ký tự sẽ đỡ 1 phần tin/).waitFor();
    await page.getByRole('radio', { name: /Không dấu/ }).check();
    await page.getByText(/Vừa một phần tin/).waitFor();

    await page.getByRole('checkbox', { name: /Xã An Bình/ }).check();
    await page.getByText('12 hộ sẽ nhận tin').waitFor();
    await page.getByText('1 hộ không gửi: Hộ chưa có số điện thoại nhận được tin').waitFor();
    await page.getByText('Kinh gui Nguyen Van A: hay kiem tra bep ga').first().waitFor();
    await page.getByRole('button', { name: 'Hộ sau' }).click();
    await page.getByText('Nguyễn Văn B').waitFor();
    // What is offered with diacritics is the longest real message, not what was made of it.
    expect(await page.locator('label').filter({ hasText: 'Có dấu' }).innerText()).toMatch(
      /Kính gửi Nguyễn Văn/,
    );
    await page.getByLabel('Số điện thoại của bạn').fill('0987 654 300');
    await page.getByRole('button', { name: 'Gửi thử cho tôi' }).click();
    await eventually(async () =>
      expect((await story.reached()).map(({ phone }) => phone)).toContain('+84987654300'),
    );
    await page.getByText(/^Bắt đầu .*, gửi xong/).waitFor();
    expect(await overflowOf(page)).toBe(0);

    await page.getByRole('button', { name: 'Gửi duyệt: 12 hộ, 4.200 đ' }).click();
    await page.getByText('Bạn là người soạn đợt này.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('loses nothing of a draft while the network is away', async () => {
    const { page } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    const id = await write(page, 'Bản nháp khi mất mạng');
    await page.context().setOffline(true);
    await page.getByLabel('Tên đợt').fill('Viết tiếp khi mất mạng');
    await page.getByText('Mất mạng: đã giữ trên máy này').waitFor();
    await page.context().setOffline(false);
    await page.getByText(/^Đã lưu/).waitFor();
    const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
    expect(body.title).toBe('Viết tiếp khi mất mạng');

    await page.context().setOffline(true);
    await page.getByLabel('Tên đợt').fill('Đóng máy giữa chừng');
    await page.getByText('Mất mạng: đã giữ trên máy này').waitFor();
    await page.context().setOffline(false);
    await page.goto(`/campaigns/${id}`);
    await page.getByText(/^Đã lưu/).waitFor();
    expect(await page.getByLabel('Tên đợt').inputValue()).toBe('Đóng máy giữa chừng');
  });

  it('shows two people who write at once what the other wrote, and lets one of them decide', async () => {
    const [hoa, lan] = await Promise.all(
      ['hoa', 'lan'].map(async (name) =>
        openPage(browser, story, await story.login('propagandist', name), { viewport: DESK }),
      ),
    );
    const id = await write(hoa!.page, 'Của chị Hoa');
    await hoa!.page.context().setOffline(true);
    await hoa!.page.getByLabel('Tên đợt').fill('Chị Hoa sửa');
    await hoa!.page.getByText('Mất mạng: đã giữ trên máy này').waitFor();
    await lan!.page.goto(`/campaigns/${id}`);
    await lan!.page.getByLabel('Tên đợt').fill('Của chị Lan');
    await lan!.page.getByText(/^Đã lưu lúc/).waitFor();

    await hoa!.page.context().setOffline(false);
    await hoa!.page.getByText('Bản của họ: Của chị Lan').waitFor();
    await hoa!.page.getByRole('button', { name: 'Giữ bản của tôi' }).click();
    await hoa!.page.getByText(/^Đã lưu lúc/).waitFor();
    await eventually(async () => {
      const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
      expect(body.title).toBe('Chị Hoa sửa');
    });
    // The other, who has nothing unsaved, sees it without doing anything.
    await lan!.page.getByText('Người khác vừa sửa bản nháp này; đây là bản mới.').waitFor();
    expect(await lan!.page.getByLabel('Tên đợt').inputValue()).toBe('Chị Hoa sửa');
  });

  it('is sent back with a word, comes again with what changed, and is released on a phone', async () => {
    const id = await story.submitted({ title: 'Đăng ký thường trú' });
    const { page, complaints } = await openPage(browser, story, await story.login('approver', 'binh'));
    await page.goto(`/campaigns/${id}`);
    await page.getByText('Nguyễn Văn A').first().waitFor();
    await page.getByRole('button', { name: 'Trả lại người soạn' }).click();
    await page.getByLabel('Cần sửa gì').fill('Ghi thêm số điện thoại.');
    await page.getByRole('button', { name: 'Trả lại', exact: true }).click();
    await page.getByText('Đã trả lại người soạn.').waitFor();

    const author = await openPage(browser, story, await story.login('propagandist'));
    await author.page.goto(`/campaigns/${id}`);
    await author.page.getByText('Ghi thêm số điện thoại.').waitFor();
    await author.page.getByLabel('Tên đợt').fill('Đăng ký thường trú qua VNeID');
    await author.page.getByText(/^Đã lưu/).waitFor();
    await author.page.getByRole('button', { name: /^Gửi duyệt/ }).click();
    await author.page.getByText('Bạn là người soạn đợt này.').waitFor();

    await page.goto(`/campaigns/${id}`);
    await page.getByText('Khác với lần gửi duyệt trước:').waitFor();
    await page.getByText('Đăng ký thường trú', { exact: true }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: /^Duyệt và gửi ngay: 12 hộ/ }).click();
    await page.getByRole('heading', { name: 'Sổ của đợt' }).waitFor();
    await story.reaches(id, 'completed');
    await page.getByText(/^Gửi xong lúc/).waitFor();
    await eventually(async () => {
      expect((await story.account(id)).delivered).toBe(12);
    });
    await page.reload();
    await page.getByRole('button', { name: /^Đã đến máy\s*12/ }).click();
    // An approver needs no numbers to approve.
    await page.getByText('0912 *** 000').first().waitFor();
    await page.getByRole('button', { name: '1 hộ ở Ấp 1 chưa ai liên lạc được' }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is paused and taken up again at full speed, with the numbers it means', async () => {
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { partsPerSecond: 1 },
    });
    const id = await story.approved({ title: 'Tạm dừng giữa chừng', isUrgent: false });
    const { page, complaints } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await page.goto(`/campaigns/${id}`);
    await page.getByRole('heading', { name: 'Sổ của đợt' }).waitFor();
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await page.getByText(/^Đang tạm dừng: \d+ hộ chờ gửi/).waitFor();
    const { planned, sending } = await story.account(id);
    await page.getByRole('button', { name: `Gửi tiếp ${planned + sending} hộ` }).click();
    await story.reaches(id, 'running');
    await page.getByRole('button', { name: 'Hủy phần còn lại' }).click();
    await page.getByText(/hộ chưa gửi sẽ không nhận tin/).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Hủy phần còn lại' }).click();
    await page.getByText(/^Đã hủy: \d+ hộ không được gửi/).waitFor();
    await eventually(async () => expect((await story.account(id)).cancelled).toBeGreaterThan(0));
    expect(complaints).toEqual([]);
  });
});
