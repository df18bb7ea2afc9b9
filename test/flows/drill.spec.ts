import { runDrill } from '../support/drill.js';
import { itWhen } from '../support/needs.js';
import { hasRedis } from '../support/redis.js';

const PATIENCE_MS = 10 * 60_000;
const SHORT = ['--kills', '4', '--households', '2000', '--seconds-max', '480'];

describe('the drill: a campaign whose workers are killed', () => {
  it(
    'reaches every household once, on the PostgreSQL backend, though Postgres itself is stopped',
    async () => {
      const { line, code } = await runDrill(...SHORT, '--queue-loss', '--postgres-restart', '--seed', '11');
      expect(line).toMatchObject({ messages: 2000, lost: 0, duplicates: 0, inDoubt: 0 });
      expect(line.kills).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );

  itWhen(hasRedis, 'redis-server is not installed')(
    'reaches every household once, on Redis, though that loses the queue',
    async () => {
      const { line, code } = await runDrill(...SHORT, '--backend', 'redis', '--queue-loss', '--seed', '12');
      expect(line).toMatchObject({ messages: 2000, lost: 0, duplicates: 0, inDoubt: 0 });
      expect(line.kills).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'leaves in doubt no more than what was on its way, where the operator promises nothing',
    async () => {
      const { line, code } = await runDrill(...SHORT, '--gateway', 'plain', '--seed', '13');
      expect(line).toMatchObject({ messages: 2000, lost: 0, duplicates: 0 });
      expect(line.inDoubt).toBeLessThanOrEqual(line.inFlight);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );
});
