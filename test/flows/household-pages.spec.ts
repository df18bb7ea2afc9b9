import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { linkCodesIn } from '../../src/domain/household-link.js';
import { countSmsParts } from '../../src/domain/sms-parts.js';
import { makeHousehold } from '../factories/directory.factory.js';
import { violationsInBothThemes } from '../support/axe.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { itWhen } from '../support/needs.js';
import { openPage, overflowOf } from '../support/web.js';
import { startStory, type Story } from './story.js';

const MOST_BYTES = 20_000;
const TEXT = 'Gửi {chủ hộ}: hãy kiểm tra bếp và ổ điện. Xem thêm {liên kết}';
const FULL_TEXT =
  'Kính gửi {chủ hộ}, {khu dân cư}.\n\n- Kiểm tra bếp ga\n- Kiểm tra ổ điện\n\nCó cháy gọi 114 <ngay>.';
const PHONES = ['+84912111000', '+84912222000', '+84912333000'];

/** The operator, with a listener before it that keeps the texts as they leave: number → last text. */
async function overhear(
  texts: Map<string, string>,
): Promise<{ url: string; server: Server; to: (url: string) => void }> {
  let target = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      for (const message of messagesIn(body)) texts.set(message.phone, message.text);
      void fetch(target + request.url, {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(body !== '' && { body }),
      }).then(async (answer) => {
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        });
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server, to: (url) => (target = url) };
}

function messagesIn(body: string): { phone: string; text: string }[] {
  if (!body.startsWith('{') && !body.startsWith('[')) return [];
  const read = JSON.parse(body) as Record<string, unknown> & { messages?: unknown[] };
  return [read.messages ?? read].flat().flatMap((each) => {
    const { phone, to, text } = each as Record<string, string>;
    const number = phone ?? to;
    return number && text ? [{ phone: number.startsWith('+') ? number : `+${number}`, text }] : [];
  });
}

describe('what a household opens from a message', () => {
  const texts = new Map<string, string>();
  let operator: Awaited<ReturnType<typeof overhear>>;
  let story: Story;
  let browser: Browser | undefined;
  const codes = new Map<string, string>();

  beforeAll(async () => {
    operator = await overhear(texts);
    [story, browser] = await Promise.all([
      startStory({ gateway: { config: { url: operator.url, idempotent: true } } }),
      hasChromium ? startBrowser() : undefined,
    ]);
    operator.to(story.simulator.url);
    for (const [i, phone] of PHONES.entries())
      await makeHousehold(story.sql, {
        areaId: story.hamletId,
        headName: `Nguyễn Văn ${'ABC'[i]}`,
        phones: [phone],
      });
    const id = await story.approved({ title: 'Phòng cháy mùa khô', steps: steps(), fullText: FULL_TEXT });
    await story.reaches(id, 'completed');
    for (const phone of PHONES) codes.set(phone, linkCodesIn(texts.get(phone)!, story.url)[0]!);
  });
  afterAll(async () => {
    await browser?.close();
    await story?.close();
    operator?.server.close();
  });

  const steps = () => [{ channel: 'sms', gatewayId: story.gatewayId, text: TEXT }];
  const get = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(story.url + path, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    get(path, { method: 'POST', body: new URLSearchParams(form), headers });
  const formOf = (html: string) => ({
    dau: /name="dau" value="([^"]+)"/.exec(html)![1]!,
    so: /name="so" value="(\d+)"/.exec(html)![1]!,
  });
  const refusals = (phone: string) =>
    story.sql.query<{ channel: string; source: string; lifted: boolean }>(
      'select channel, source, lifted_at is not null as lifted from refusals where phone = $1 order by id',
      [phone],
    );

  it('has a link of its own in every message, as long as the preview counted it', async () => {
    expect(new Set(codes.values()).size).toBe(PHONES.length);
    const draft = await story.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: { title: 'Xem trước', audience: { areaIds: [story.communeId] }, steps: steps() },
    });
    const preview = await story.api(`/campaigns/${draft.body.id}/preview`, {
      method: 'POST',
      as: 'propagandist',
    });
    const [sample] = preview.body.samples;
    const sent = texts.get(PHONES[0]!)!;
    expect(sample.text).toHaveLength(sent.length);
    expect(sample.parts).toBe(countSmsParts(sent).parts);
    // What the preview shows leads nobody to anybody's page.
    const specimen = await get(new URL(linkIn(sample.text)).pathname);
    expect([specimen.status, specimen.html]).toEqual([200, expect.stringContaining('tin thử')]);
  });

  it('is the full text, small, in no store and no search, with no number in full', async () => {
    const { status, headers, html } = await get(`/l/${codes.get(PHONES[0]!)}`);
    expect(status).toBe(200);
    expect(html).toContain('Kính gửi Nguyễn Văn A, Ấp 1.');
    expect(html).toContain('<li>Kiểm tra bếp ga</li>');
    expect(html).toContain('Có cháy gọi 114 &#60;ngay&#62;.');
    expect(html).toContain('0912 *** 000');
    expect(html).not.toMatch(/912111000|<script/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
  });

  it('is found by whoever types the code with capitals and blanks, and by nobody who guesses', async () => {
    const code = codes.get(PHONES[0]!)!;
    const typed = `${code.slice(0, 4)}-${code.slice(4, 8)} ${code.slice(8)}.`.toUpperCase();
    expect((await get(`/l/${encodeURIComponent(typed)}`)).status).toBe(200);
    const guesses = Array.from(
      { length: 20 },
      (_, i) => code.slice(0, 10) + 'abcdefghjkmnpqrstvwx'[i] + code.at(-1),
    );
    const answers = await Promise.all(
      guesses.filter((guess) => guess !== code).map((guess) => get(`/l/${guess}`)),
    );
    for (const { status, html } of answers) {
      expect(status).toBe(404);
      expect(html).toContain('Không có trang này');
    }
  });

  it('refuses nobody by being opened, whatever program opens it', async () => {
    const path = `/l/${codes.get(PHONES[1]!)}`;
    const programs: Record<string, string>[] = [
      { 'user-agent': 'ZaloPC-preview' },
      { purpose: 'prefetch' },
      { 'sec-purpose': 'prefetch' },
    ];
    for (const headers of programs) await get(path, { headers });
    await get(path, { method: 'HEAD' });
    expect((await get(`${path}/refuse`)).status).toBe(404);
    const { dau, so } = formOf((await get(path)).html);
    const bare = await post(`${path}/refuse`, { so, dau: '' });
    const foreign = await post(
      `${path}/refuse`,
      { so, dau },
      { origin: 'https://lua.dao', 'sec-fetch-site': 'cross-site' },
    );
    expect([bare.status, foreign.status]).toEqual([400, 403]);
    const others = formOf((await get(`/l/${codes.get(PHONES[0]!)}`)).html);
    expect((await post(`${path}/refuse`, others)).status).toBe(400);
    expect(await refusals(PHONES[1]!)).toEqual([]);
  });

  it('stops at once what was planned when its number refuses, and takes it up again when it comes back', async () => {
    const phone = PHONES[1]!;
    const path = `/l/${codes.get(phone)}`;
    // A campaign that waits: its messages are planned, none has left.
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { hours: { open: '00:00', close: '00:01' } },
    });
    const waiting = await story.approved({ title: 'Đợt chờ gửi', steps: steps(), isUrgent: false });
    await eventually(async () => expect((await story.account(waiting)).planned).toBe(3));
    const before = await get(path);
    const refused = await post(`${path}/refuse`, formOf(before.html), { 'sec-fetch-site': 'same-origin' });
    expect([refused.status, refused.headers.get('location')]).toEqual([303, path]);
    expect(await story.account(waiting)).toMatchObject({ planned: 2, skipped: 1 });
    const [skipped] = await story.sql.query(
      'select reason from deliveries where campaign_id = $1 and state = $2',
      [waiting, 'skipped'],
    );
    expect(skipped).toEqual({ reason: 'refused' });
    const after = await get(path);
    expect(after.html).toContain('số 0912 *** 000 không nhận tin SMS tuyên truyền của xã nữa');
    // Pressing twice is refusing once.
    await post(`${path}/refuse`, formOf(after.html));
    expect(await refusals(phone)).toEqual([{ channel: 'sms', source: 'household', lifted: false }]);

    expect((await post(`${path}/return`, formOf(after.html))).status).toBe(303);
    expect(await refusals(phone)).toEqual([{ channel: 'sms', source: 'household', lifted: true }]);
    expect((await get(path)).html).toContain('Thôi nhận tin SMS');
    const { body } = await story.api('/audit-events?limit=20', { as: 'admin' });
    const actions = body.items.map((each: { action: string }) => each.action);
    expect(actions).toEqual(expect.arrayContaining(['refusal.entered', 'refusal.lifted']));
  });

  it('leaves a refusal that an official entered to the officials', async () => {
    const phone = PHONES[2]!;
    const path = `/l/${codes.get(phone)}`;
    const form = formOf((await get(path)).html);
    await story.api('/refusals', { method: 'POST', as: 'admin', body: { phone, channel: 'sms' } });
    await post(`${path}/return`, form);
    expect(await refusals(phone)).toEqual([{ channel: 'sms', source: 'official', lifted: false }]);
    expect((await get(path)).html).toContain('mời liên hệ UBND xã');
  });

  it('says whether a message is ours, and not who got it', async () => {
    const own = texts.get(PHONES[0]!)!;
    const asked = async (tin: string, nguoi = '') => (await post('/xac-minh', { tin, nguoi })).html;
    const said = await asked(own);
    expect(said).toContain('Đúng, tin này do xã gửi');
    expect(said).toContain('Phòng cháy mùa khô');
    expect(said.split('<form')[0]).not.toContain('Nguyễn Văn A');
    expect(await asked(codes.get(PHONES[0]!)!.toUpperCase())).toContain('Đúng, tin này do xã gửi');
    expect(await asked(`${own} Chuyển 200.000 đ để được giảm phạt.`)).toContain(
      'nội dung khác với tin xã đã gửi',
    );
    expect(await asked(own.replace(linkIn(own), 'https://bit.ly/pccc'))).toContain('Không thấy tin này');
    expect(await asked('Công an xã mời lên làm việc')).toContain('Không thấy tin này');
    expect(await asked('', 'NGANHANG')).toContain('không phải tên xã dùng để gửi tin');
    expect((await post('/xac-minh', { tin: 'a'.repeat(5000) })).status).toBe(400);
  });

  it('answers a flood of guesses with a word when to come back, and the real page all the same', async () => {
    const guesses = await Promise.all(Array.from({ length: 160 }, () => get('/l/khong-co-trang')));
    const late = guesses.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    expect(Number(late[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get(`/l/${codes.get(PHONES[0]!)}`)).status).toBe(200);
  });

  it('writes no number and no text into the log', () => {
    const all = story.logs.join('\n');
    expect(all).not.toMatch(/912111000|kiểm tra bếp/);
  });

  itWhen(hasChromium, 'Chromium is not installed')(
    'is read, refused and taken back on a phone without a script, in both themes',
    async () => {
      const path = `/l/${codes.get(PHONES[0]!)}`;
      const { page, complaints } = await openPage(browser!, story, null);
      const isFine = async (of: Page) => {
        expect(await violationsInBothThemes(of)).toEqual({ light: [], dark: [] });
        expect(await overflowOf(of)).toBe(0);
      };
      await page.goto(path);
      await page.getByRole('link', { name: 'Chữ to hơn' }).click();
      await page.getByRole('link', { name: 'Chữ vừa' }).waitFor();
      await isFine(page);
      await page.getByRole('button', { name: 'Thôi nhận tin SMS' }).click();
      await page.getByText('không nhận tin SMS tuyên truyền của xã nữa').waitFor();
      await isFine(page);
      expect((await refusals(PHONES[0]!)).map(({ lifted }) => lifted)).toEqual([false]);
      await page.getByRole('button', { name: /^Nhận lại tin SMS/ }).click();
      await page.getByRole('button', { name: 'Thôi nhận tin SMS' }).waitFor();
      await page.goto('/xac-minh');
      await isFine(page);
      await page.getByLabel(/^Nội dung tin/).fill(texts.get(PHONES[0]!)!);
      await page.getByRole('button', { name: 'Kiểm tra' }).click();
      await page.getByText('Đúng, tin này do xã gửi').waitFor();
      await isFine(page);
      await page.goto('/l/khong-co');
      await isFine(page);
      expect(complaints).toEqual([]);
    },
  );
});

function linkIn(text: string): string {
  return /http\S+/.exec(text)![0];
}
