import { startApp } from '../support/app.js';

const status = async (url: string, path: string) => (await fetch(url + path)).status;

describe('a process', () => {
  it('that only works answers for its health and serves nothing else', async () => {
    const app = await startApp({ ROLE: 'worker' });
    try {
      expect(await status(app.url, '/healthz')).toBe(200);
      expect(await status(app.url, '/readyz')).toBe(200);
      expect(await status(app.url, '/metrics')).toBe(200);
      for (const path of ['/api/v1/auth/me', '/api/v1/campaigns', '/api/docs', '/api/v1/openapi.json']) {
        expect([path, await status(app.url, path)]).toEqual([path, 404]);
      }
    } finally {
      await app.close();
    }
  });

  it('that only serves HTTP starts without the parts that send', async () => {
    const app = await startApp({ ROLE: 'api' });
    try {
      expect(await status(app.url, '/readyz')).toBe(200);
      expect((await app.api('/campaigns', { as: 'approver' })).status).toBe(200);
    } finally {
      await app.close();
    }
  });

  it('stops without an error', async () => {
    const app = await startApp();
    await app.api('/campaigns', { as: 'approver' });
    await app.close();
    const errors = app.logs.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);
    expect(errors).toEqual([]);
  });
});
