import { RefusalRegister } from '../../src/directory/refusal-register.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { makePhone, makeRefusal } from '../factories/directory.factory.js';
import { testSql } from '../support/sql.js';

const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];

let sql: Sql;
let close: () => Promise<void>;
beforeEach(async () => ({ sql, close } = await testSql()));
afterEach(() => close());

const register = (key: string, previous?: string) =>
  new RefusalRegister(sql, new SecretBox({ SECRET_KEY: key, SECRET_KEY_PREVIOUS: previous }));

test('under another key no number comes in, the refusal stays, and the old key beside the new one finds it again', async () => {
  const phone = makePhone();
  await makeRefusal(sql, phone);
  await sql.transaction((tx) => register(OLD).forget(tx, [phone]));

  await expect(register(NEW).recall(sql, [phone])).rejects.toMatchObject({
    code: 'register-key-lost',
    status: 503,
    detail: expect.stringContaining('đặt lại khóa cũ'),
  });
  expect(await sql.query('select phone from refusals where lifted_at is null')).toEqual([{ phone: null }]);

  expect(await register(NEW, OLD).recall(sql, [phone])).toBe(1);
  expect(await sql.query('select phone from refusals where lifted_at is null')).toEqual([{ phone }]);
});
