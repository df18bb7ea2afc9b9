import { sendChunk } from '../../src/dispatch/dispatch.jobs.js';
import { Bell } from '../../src/platform/queues/bell.js';
import { startApp, type TestApp } from '../support/app.js';
import { describeWhen } from '../support/needs.js';
import { hasRedis, type TestRedis, testRedis } from '../support/redis.js';

interface ShownQueue {
  name: string;
  counts: Record<string, number>;
  readOnlyMode: boolean;
  isPaused: boolean;
  jobs: { data: unknown }[];
}

let app: TestApp;

/** A call at the board's address, as one who is signed in or as nobody. */
async function call(path: string, as?: 'admin' | 'propagandist' | 'approver', method = 'GET') {
  const cookie = as && (await app.login(as)).cookie;
  const response = await fetch(`${app.url}/admin/queues${path}`, {
    method,
    headers: cookie ? { cookie } : {},
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function shown(query = ''): Promise<ShownQueue[]> {
  const { text } = await call(`/api/queues?page=1&jobsPerPage=10${query}`, 'admin');
  return (JSON.parse(text) as { queues: ShownQueue[] }).queues;
}

function itShowsTheQueues(): void {
  it('is closed to nobody and to whoever is no administrator, with everything below it', async () => {
    const script = /static\/js\/main\.\w+\.js/.exec((await call('/', 'admin')).text)![0];
    for (const path of ['', '/', '/queue/send-chunk', '/api/queues', '/api/redis/stats', `/${script}`]) {
      expect([path, (await call(path)).status]).toEqual([path, 401]);
      expect([path, (await call(path, 'propagandist')).status]).toEqual([path, 403]);
      expect([path, (await call(path, 'approver')).status]).toEqual([path, 403]);
      expect([path, (await call(path, 'admin')).status]).toEqual([path, 200]);
    }
    expect(JSON.parse((await call('/')).text)).toMatchObject({ code: 'unauthenticated' });
  });

  it('is a page that loads nothing from elsewhere and runs no script but its own', async () => {
    const { text, headers } = await call('/', 'admin');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(text).toContain('<base href="/admin/queues/" />');
    expect(text).not.toMatch(/https?:\/\/|<%/);
    expect(text).not.toMatch(/<script(?![^>]*(\bsrc=|type="application\/json"))/);
  });

  it('tells administrators what waits, by ids', async () => {
    await app.app.get(Bell).ring(sendChunk, { chunkId: '1' }, { chunkId: '2' });
    const queues = await shown('&activeQueue=send-chunk&status=waiting');
    expect(queues.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['advance-campaign', 'apply-receipts']),
    );
    const queue = queues.find(({ name }) => name === 'send-chunk')!;
    expect(queue).toMatchObject({ counts: { waiting: 2, active: 0 }, readOnlyMode: true });
    expect(queue.jobs.map(({ data }) => data)).toEqual(
      expect.arrayContaining([{ chunkId: '1' }, { chunkId: '2' }]),
    );
  });

  it('says which server keeps the queues', async () => {
    const { backend, version } = JSON.parse((await call('/api/redis/stats', 'admin')).text) as {
      backend: string;
      version: string;
    };
    expect(backend).toBe(app.config.REDIS_URL ? 'redis' : 'postgres');
    expect(version).toMatch(/^\d+\./);
  });

  it('changes nothing, not even for an administrator', async () => {
    for (const path of ['/api/queues/send-chunk/pause', '/api/queues/send-chunk/obliterate'])
      expect([path, (await call(path, 'admin', 'PUT')).status]).toEqual([path, 404]);
    const queue = (await shown()).find(({ name }) => name === 'send-chunk')!;
    expect(queue).toMatchObject({ isPaused: false, counts: { waiting: 2 } });
  });
}

describe('the page of the queues, on the PostgreSQL backend', () => {
  beforeAll(async () => {
    // Nothing works here, so what waits stays.
    app = await startApp({ ROLE: 'api' });
  });
  afterAll(() => app?.close());
  itShowsTheQueues();
});

describeWhen(hasRedis, 'redis-server is not installed')('the page of the queues, on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await testRedis();
    app = await startApp({ ROLE: 'api', REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await app?.close();
    await redis?.stop();
  });
  itShowsTheQueues();
});
