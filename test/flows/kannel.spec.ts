import { addsUp } from '../../src/domain/delivery-states.js';
import { makeHousehold, makePhone } from '../factories/directory.factory.js';
import { kannelAccount } from '../../src/gateway/http/kannel-account.contract.js';
import { hasKannel, type Kannel, startKannel } from '../support/kannel.js';
import { itWhen } from '../support/needs.js';
import { type Story, startStory } from './story.js';

const KEY = 'simulator';

let story: Story;
let kannel: Kannel;

afterEach(async () => {
  await kannel?.stop();
  await story?.close();
});

itWhen(hasKannel, 'Kannel is not installed (apt-get install kannel)')(
  'a campaign of 200 goes out through a real Kannel, and its receipts come back through dlr-url',
  async () => {
    // bearerbox forgets a report that comes before it has noted the message; no carrier is that fast.
    story = await startStory({ operator: { key: KEY, receiptDelayMs: 1_000 } });
    kannel = await startKannel({ url: story.simulator.url, key: KEY });
    for (let household = 0; household < 200; household++) {
      // Of twenty households one has its phone switched off, and of fifty one has a number the carrier refuses.
      const ending = household % 50 === 49 ? '97' : household % 20 === 19 ? '80' : '00';
      await makeHousehold(story.sql, { areaId: story.hamletId, phones: [makePhone(ending)] });
    }
    const { body: gateway } = await story.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        ...kannelAccount(kannel.sendsmsUrl),
        partsPerSecond: 500,
        hours: { open: '00:00', close: '24:00' },
      },
    });
    const { body: health } = await story.api(`/gateways/${gateway.id}/check`, {
      method: 'POST',
      as: 'admin',
    });
    expect(health).toEqual({ ok: true, detail: 'Cổng nhận tài khoản và sẵn sàng.' });

    const id = await story.approved({
      steps: [{ channel: 'sms', gatewayId: gateway.id, text: 'Mời hộ {chủ hộ} họp ấp lúc 19 giờ.' }],
    });
    const account = await story.settles(id);
    expect(account).toMatchObject({ audience: 200, delivered: 188, undelivered: 12, inDoubt: 0, planned: 0 });
    expect(addsUp(account)).toBe(true);
    const reached = await story.reached();
    expect(reached.filter((message) => message.count > 1)).toEqual([]);
    expect(new Set(reached.map((message) => message.phone)).size).toBe(196);
  },
  120_000,
);
