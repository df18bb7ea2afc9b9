import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { makeHousehold, makePhone } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import {
  isAbsent,
  isChosen,
  type Sample,
  scrape,
  type Selector,
  selectorsOf,
  total,
} from '../support/prometheus.js';
import { startStory, type Story } from './story.js';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const NAME = 'Trần Thị Tuyết Sương';
const TEXT = 'Gửi hộ {chủ hộ}, {khu dân cư}: hãy kiểm tra bếp và ổ điện. Từ chối: soạn TC';
/** Delivered, undelivered, given up, twice, early, silent, 429 once, 500 after all, a page, bad phone, refused, bad text. */
const ENDINGS = ['00', '97', '80', '81', '83', '84', '86', '88', '93', '95', '98', '99'];
const QUIET_MS = 20_000;

let story: Story;
let campaignId: string;
const phones: string[] = [];
/** Of a campaign that was running. */
let samples: Sample[];

const act = (action: string) =>
  story.api(`/campaigns/${campaignId}/${action}`, { method: 'POST', as: 'approver' });
const events = () => story.logs.map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  story = await startStory({ gateway: { partsPerSecond: 20 }, operator: { idempotent: false } });
  for (let n = 0; n < 72; n++) {
    const phone = makePhone(ENDINGS[n % ENDINGS.length]);
    phones.push(phone);
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone], headName: NAME });
  }
  const later = new Date(Date.now() + 1_000).toISOString();
  const steps = [{ channel: 'sms', gatewayId: story.gatewayId, text: TEXT }];
  campaignId = await story.approved({ steps, startAt: later });
  // One whose operator never answers waits for its receipt whenever the figures are read, however slow the machine.
  const silent = `select 1 from deliveries where campaign_id = $1 and state = 'accepted' and phone like '%86'`;
  await eventually(async () => (await story.sql.query(silent, [campaignId])).length > 0, {
    timeoutMs: QUIET_MS,
  });
  await act('pause');
  const openChunk = `state = 'open' and campaign_id = $1`;
  await eventually(
    async () => (await story.sql.query(`select 1 from chunks where ${openChunk}`, [campaignId])).length > 0,
    { timeoutMs: QUIET_MS },
  );
  // As of a worker that died.
  await story.sql.execute(
    `update chunks set state = 'claimed', worker = 'dead/1', lease_until = now() - interval '1 minute' where ${openChunk}`,
    [campaignId],
  );
  await eventually(() => events().some(({ event }) => event === 'chunk.lapsed'));
  await act('resume');
  samples = await scrape(story.url);
});
afterAll(() => story?.close());

/** What prom-client knows of a metric. */
interface Described {
  name: string;
  help: string;
  labelNames: string[];
}

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const rules = (load(read('ops/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(read('ops/grafana/dashboard.json')) as {
  panels: { id: number; type: string; title: string; targets?: { expr: string }[] }[];
};
const operations = read('docs/operations.md');

/** Labels that Prometheus adds. */
const ADDED = new Set(['job', 'instance', 'service', 'le']);
/** What somebody has to fail for, and Prometheus' own. */
const SELDOM = new Set(['up', 'loaluat_breakers_opened_total']);

/** The selector without what depends on which errors there were, or on who scrapes. */
function settled({ name, matchers }: Selector): Selector {
  return { name, matchers: matchers.filter(({ label }) => !ADDED.has(label) && label !== 'outcome') };
}

describe('the figures of a running app', () => {
  it('tell of each gateway how fast it is, how fast it may be, and how its operator answers', () => {
    const gateway = story.gatewayId;
    expect(total(samples, 'loaluat_gateway_limit_parts_per_second', { gateway })).toBe(20);
    expect(total(samples, 'loaluat_sends_total', { gateway, outcome: 'accepted' })).toBeGreaterThan(0);
    expect(total(samples, 'loaluat_parts_total', { gateway })).toBeGreaterThan(0);
    expect(total(samples, 'loaluat_send_seconds_count', { gateway })).toBeGreaterThan(0);
    expect(total(samples, 'loaluat_sends_total', { gateway, outcome: 'bad-recipient' })).toBeGreaterThan(0);
    expect(total(samples, 'loaluat_gateway_state', { gateway })).toBe(1);
    expect(total(samples, 'loaluat_gateway_oldest_awaited_receipt_seconds', { gateway })).toBeGreaterThan(0);
  });

  it('tell of a running campaign how far it has come, and what its dead workers left', () => {
    const campaign = campaignId;
    expect(total(samples, 'loaluat_campaign_deliveries', { campaign })).toBe(phones.length);
    expect(total(samples, 'loaluat_campaign_parts_total', { campaign })).toBe(
      total(samples, 'loaluat_parts_total'),
    );
    expect(total(samples, 'loaluat_campaign_expired_leases_total', { campaign })).toBe(1);
    expect(total(samples, 'loaluat_campaigns', { state: 'running' })).toBe(1);
    expect(total(samples, 'loaluat_schedule_lag_seconds_count')).toBe(1);
  });

  it('say that every server could be asked', () => {
    const sources = samples.filter(({ name }) => name === 'loaluat_figures_up');
    expect(sources.map(({ labels, value }) => [labels.source, value]).toSorted()).toEqual([
      ['awaited-receipts', 1],
      ['campaigns', 1],
      ['gateways', 1],
      ['queues', 1],
      ['receipts', 1],
    ]);
  });

  it('carry ids, words of a short list and numbers, never a phone or a name', () => {
    const labels = samples
      .filter(({ name }) => name.startsWith('loaluat_'))
      .flatMap((sample) => Object.entries(sample.labels));
    const odd = labels.filter(([label, value]) =>
      ['gateway', 'campaign'].includes(label)
        ? !/^\d{1,6}$/.test(value)
        : !/^([a-z_-]+|[\d.]+|\+Inf)$/.test(value),
    );
    expect(odd).toEqual([]);
  });

  it('stand in docs/operations.md with their labels and their meaning', () => {
    const table = [...operations.matchAll(/^\| `(loaluat_\w+)` +\| ([^|]*?) *\| ([^|]*?) *\|$/gm)].map(
      ([, name, labels, help]) => [name, labels, help],
    );
    const own = story.app
      .get(Metrics)
      .registry.getMetricsAsArray()
      .filter(({ name }) => name.startsWith('loaluat_'))
      .map((metric) => {
        const { name, help, labelNames } = metric as unknown as Described;
        return [name, labelNames.map((label) => `\`${label}\``).join(', '), help];
      });
    expect(table.toSorted()).toEqual(own.toSorted());
  });
});

describe('the dashboard and the alerts', () => {
  const queries = [
    ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
    ...dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: title, expr })),
    ),
  ];

  it('ask for series that a running app with a running campaign has', () => {
    expect(queries.length).toBeGreaterThan(30);
    const without = queries.filter(({ expr }) =>
      selectorsOf(expr)
        .filter(({ name }) => !SELDOM.has(name))
        .some((selector) => !samples.some((sample) => isChosen(sample, settled(selector)))),
    );
    expect(without).toEqual([]);
  });

  it('alarm when a process is gone, and with it every series of it', () => {
    const process = (service: string, value = 1): Sample => ({
      name: 'up',
      labels: { job: 'loa-luat', instance: '172.18.0.4:3000', service },
      value,
    });
    const alarms = (seen: readonly Sample[]) =>
      rules.filter(({ expr }) => isAbsent(expr, seen)).map(({ alert }) => alert);
    const [api, worker] = [process('api'), process('worker')];
    expect(alarms([])).toEqual(['ApiGone', 'WorkersGone']);
    expect(alarms([worker])).toEqual(['ApiGone']);
    expect(alarms([api, process('worker', 0)])).toEqual(['WorkersGone']);
    expect(alarms([api, process('worker', 0), worker])).toEqual([]);
    expect(alarms([process('all')])).toEqual([]);
  });

  it('know a process by the name under which Prometheus finds it', () => {
    const { scrape_configs: jobs } = load(read('ops/prometheus/prometheus.yml')) as {
      scrape_configs: {
        job_name: string;
        dns_sd_configs: { names: string[] }[];
        relabel_configs?: { source_labels: string[]; target_label: string }[];
      }[];
    };
    expect(jobs[0]).toMatchObject({
      job_name: 'loa-luat',
      dns_sd_configs: [{ names: ['api', 'worker'] }],
      relabel_configs: [{ source_labels: ['__meta_dns_name'], target_label: 'service' }],
    });
  });

  it.each([
    'no_such_metric',
    'loaluat_queue_jobs{state="asleep"}',
    'rate(loaluat_parts_total{campaign="1"}[1m])',
  ])('would be found out with a query such as %s', (expr) => {
    const [selector] = selectorsOf(expr);
    expect(samples.some((sample) => isChosen(sample, settled(selector!)))).toBe(false);
  });

  it('have a panel for each thing, each with a number of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const empty = dashboard.panels.filter(({ type, targets = [] }) => type !== 'row' && targets.length === 0);
    expect(empty).toEqual([]);
  });

  it('say in Vietnamese what happened, and in docs/operations.md what to do', () => {
    const book = [...operations.matchAll(/^\| `([A-Z]\w+)` +\| [^|]{10,} \| [^|]{10,} \|$/gm)].map(
      ([, name]) => name,
    );
    expect(rules.map(({ alert }) => alert).toSorted()).toEqual(book.toSorted());
    for (const { annotations, labels } of rules) {
      expect(annotations.summary).toMatch(/[ạ-ỹđ]/);
      expect(labels.severity).toMatch(/^(critical|warning|info)$/);
    }
  });
});

describe('a whole campaign', () => {
  beforeAll(async () => {
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { partsPerSecond: 5_000 },
    });
    await fetch(`${story.url}/webhooks/${story.gatewayId}/khong-phai`, { method: 'POST', body: phones[0] });
    await story.reaches(campaignId, 'completed');
  });

  it('leaves one line in the log for every state of a chunk, with ids and counts', () => {
    const own = events().filter(
      (line) => line.campaignId === campaignId && String(line.event).startsWith('chunk.'),
    );
    const names = own.map(({ event }) => event);
    expect(new Set(names)).toEqual(
      new Set(['chunk.claimed', 'chunk.given-back', 'chunk.lapsed', 'chunk.done']),
    );
    expect(names.filter((name) => name === 'chunk.claimed')).toHaveLength(
      names.filter((name) => /done|given-back/.test(String(name))).length,
    );
    for (const line of own) expect(line.chunkId).toMatch(/^\d+$/);
    const sum = (figure: string) => own.reduce((sent, line) => sent + Number(line[figure] ?? 0), 0);
    expect(sum('taken')).toBeGreaterThan(0);
    expect(sum('sent')).toBeGreaterThanOrEqual(phones.length);
  });

  it('leaves no phone number, no name and no text in the log', () => {
    const log = story.logs.join('');
    expect(story.logs.length).toBeGreaterThan(20);
    const numbers = phones.flatMap((phone) => [phone, phone.slice(1), `0${phone.slice(3)}`, phone.slice(3)]);
    expect(numbers.filter((number) => log.includes(number))).toEqual([]);
    for (const words of [NAME, 'Tuyết', 'tuyet suong', 'kiểm tra bếp', 'kiem tra bep', 'soạn TC'])
      expect([words, log.includes(words)]).toEqual([words, false]);
  });

  it('takes its series with it, a minute after its end', async () => {
    await story.sql.execute(
      `update campaigns set completed_at = completed_at - interval '1 hour' where id = $1`,
      [campaignId],
    );
    await eventually(
      async () => {
        const now = await scrape(story.url);
        const own = now.filter(({ labels }) => labels.campaign !== undefined);
        expect(own.filter(({ name }) => !name.includes('awaited'))).toEqual([]);
        // What the gateway has counted stays.
        expect(total(now, 'loaluat_parts_total')).toBeGreaterThan(0);
      },
      { timeoutMs: QUIET_MS, everyMs: 500 },
    );
  });
});
