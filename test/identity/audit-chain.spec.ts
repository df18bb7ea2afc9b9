import { Audit } from '../../src/identity/audit.js';
import { verifyAudit } from '../../src/identity/audit-chain.js';
import { SYSTEM } from '../../src/identity/permissions.js';
import { runCli } from '../../src/cli.run.js';
import { startApp, type TestApp } from '../support/app.js';

describe('the chain of the audit trail', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    // As many as a commune makes in years, in a few transactions as the product makes them.
    await app.sql.execute(
      `insert into audit_events (actor_kind, actor_name, action, subject_kind, subject_id, details)
       select 'system', 'hệ thống', 'thing.done', 'thing', n::text, jsonb_build_object('n', n, 'tên', 'Xã "An" \\ Bình')
         from generate_series(1, 10000) n`,
    );
  });
  afterAll(() => app?.close());

  /** What somebody with the keys of the database can do: switch the guard off. */
  const tamper = async (statement: string) =>
    app.sql.transaction(async (tx) => {
      await tx.execute('set local session_replication_role = replica');
      await tx.execute(statement);
    });

  it('holds over 10,000 entries, also those that many write at once', async () => {
    const audit = app.app.get(Audit);
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        app.sql.transaction((tx) =>
          audit.record(tx, SYSTEM, 'thing.done', { kind: 'thing', id: `at-once-${n}` }),
        ),
      ),
    );
    const report = await verifyAudit(app.sql);
    expect(report).toMatchObject({ entries: 10_040, broken: null });
  });

  it('lets nobody change, remove or empty it', async () => {
    for (const statement of [
      `update audit_events set actor_name = 'ai đó' where seq = 5`,
      'update audit_events set hash = null where seq = 5',
      'delete from audit_events where seq = 5',
      'truncate audit_events',
    ])
      await expect(app.sql.execute(statement)).rejects.toThrow('the audit trail is append-only');
  });

  it('names the first entry that was altered', async () => {
    const noted = await verifyAudit(app.sql);
    await tamper(`update audit_events set actor_name = 'ai đó' where seq in (7000, 4321)`);
    expect((await verifyAudit(app.sql)).broken).toMatchObject({ kind: 'altered', seq: '4321' });
    await tamper(`update audit_events set actor_name = 'hệ thống' where seq in (7000, 4321)`);
    expect((await verifyAudit(app.sql)).tip).toBe(noted.tip);
  });

  it('shows what was written anew from some point on, against a hash that was noted elsewhere', async () => {
    const [row] = await app.sql.query<{ hash: Buffer }>('select hash from audit_events where seq = 10000');
    const noted = { seq: '10000', hash: row!.hash.toString('hex') };
    expect((await verifyAudit(app.sql, noted)).broken).toBeNull();
    expect((await verifyAudit(app.sql, { ...noted, hash: '00'.repeat(32) })).broken).toMatchObject({
      seq: '10000',
    });
  });

  it('shows entries that are gone, in the middle and at the end', async () => {
    const cli = async () => {
      const said: string[] = [];
      const code = await runCli(['verify-audit'], {
        root: app.config.DATA_DIR,
        env: { DATABASE_URL: app.config.DATABASE_URL, DATA_DIR: app.config.DATA_DIR },
        print: (line) => void said.push(line),
        complain: (line) => void said.push(line),
      });
      return [code, said.join('\n')] as const;
    };
    expect(await cli()).toEqual([0, expect.stringContaining('10.040 mục')]);
    await tamper('delete from audit_events where seq = 10040');
    expect((await verifyAudit(app.sql)).broken).toMatchObject({ kind: 'missing', seq: '10040' });
    await tamper('delete from audit_events where seq = 9000');
    expect((await verifyAudit(app.sql)).broken).toMatchObject({ kind: 'missing', seq: '9000' });
    expect(await cli()).toEqual([1, expect.stringContaining('số 9000')]);
  });
});
