import { inflateSync } from 'node:zlib';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';

let story: Story;
let campaignId: string;
beforeAll(async () => {
  story = await startStory();
  await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912111000'] });
  await makeHousehold(story.sql, { areaId: story.hamletId, phones: [] });
  campaignId = await story.approved({ title: 'Phòng cháy chữa cháy' });
  await story.reaches(campaignId, 'completed');
});
afterAll(() => story.close());

/** How many of the letters of a text the fonts of a PDF map back: its character maps, unpacked. */
function lettersOf(pdf: Buffer): Set<string> {
  const letters = new Set<string>();
  for (const match of pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    let text: string;
    try {
      text = inflateSync(Buffer.from(match[1]!, 'latin1')).toString('latin1');
    } catch {
      continue; // Not every stream is packed: a font is its own.
    }
    if (!text.includes('beginbfrange')) continue;
    for (const [, hex] of text.matchAll(/<([0-9a-f]{4})>/gi))
      letters.add(String.fromCharCode(parseInt(hex!, 16)));
  }
  return letters;
}

describe('the report with the heading of the office', () => {
  it('is headed by what the areas are called until somebody enters the office', async () => {
    const { body } = await story.api(`/areas/${story.communeId}/office`, { as: 'admin' });
    expect(body).toMatchObject({ name: 'ỦY BAN NHÂN DÂN XÃ AN BÌNH', isSet: false });
    const office = {
      above: 'ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP',
      name: 'ỦY BAN NHÂN DÂN XÃ AN BÌNH',
      place: 'An Bình',
      signerTitle: 'CHỦ TỊCH',
      phone: '0277 123 456',
    };
    const set = await story.api(`/areas/${story.communeId}/office`, {
      method: 'PUT',
      as: 'admin',
      body: office,
    });
    expect([set.status, set.body]).toEqual([200, { ...office, isSet: true }]);
    // The hamlet has none of its own: the commune speaks for it.
    const below = await story.api(`/areas/${story.hamletId}/office`, { as: 'viewer' });
    expect(below.body.signerTitle).toBe('CHỦ TỊCH');
  });

  it('is a PDF with every Vietnamese letter of it, and an entry of the trail', async () => {
    const answer = await story.api(`/campaigns/${campaignId}/report.pdf`, { as: 'viewer' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const letters = lettersOf(answer.bytes);
    const missing = [...'ỦYBANHDÂXÌCỘGÒĐỒNGTHÁPộclậTựdoạúKếtquảtuyêntruyềhữacháy'].filter(
      (letter) => !letters.has(letter),
    );
    expect(missing).toEqual([]);
    expect(answer.bytes.length).toBeLessThan(300_000);
    const { body } = await story.api('/audit-events?action=campaign.exported', { as: 'admin' });
    expect(body.items[0].subject).toEqual({ kind: 'campaign', id: campaignId });
  });

  it('reads no file and no address that somebody wrote into a text', async () => {
    const id = await story.submitted({
      title: 'file:///etc/passwd http://127.0.0.1:9/x.png',
      steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Xem http://127.0.0.1:9/anh.png' }],
    });
    expect((await story.api(`/campaigns/${id}/report.pdf`, { as: 'viewer' })).status).toBe(200);
  });
});
