import { randomBytes } from 'node:crypto';
import { SESSION_COOKIE } from '../../src/identity/authentication.js';
import type { Role } from '../../src/identity/permissions.js';
import { hashToken } from '../../src/identity/tokens.js';
import type { Queryable } from '../../src/platform/database/sql.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';

/** A commune with one of everything. Its marker stands in every name, so that whatever leaks is seen. */
export interface Commune {
  marker: string;
  areaId: string;
  hamletId: string;
  gatewayId: string;
  /** A fresh thing of this commune for the `{id}` behind a segment of a path: `households`, `campaigns` … */
  thing(segment: string): Promise<string>;
  /** Signs in somebody who holds a role over the commune; answers the cookie. Each call is another session. */
  signIn(role: Role): Promise<string>;
}

/** What a household had before it was joined: nothing. */
const BEFORE = { headName: 'x', code: null, note: null, contacts: [], groupIds: [] };

/** How to make the thing that an id in a path names, by the segment before it. A new route adds its own here. */
type Makers = Record<string, () => Promise<string>>;

export async function makeCommune(db: Queryable, provinceId: string, marker: string): Promise<Commune> {
  const areaId = await makeArea(db, { name: `Xã ${marker}`, level: 'commune', parentId: provinceId });
  const hamletId = await makeArea(db, { name: `Ấp ${marker}`, parentId: areaId });
  const one = async (text: string, values: unknown[]) => {
    const [row] = await db.query<{ id: string }>(text, values);
    return row!.id;
  };
  const gateway = async () => {
    const id = await makeGateway(db, { name: `Cổng ${marker} ${randomBytes(4).toString('hex')}` });
    await db.execute('update gateways set area_id = $2 where id = $1', [id, areaId]);
    return id;
  };
  const gatewayId = await gateway();
  let budgetDays = 0;
  const user = async (role: Role) => {
    const name = `${marker}-${randomBytes(4).toString('hex')}`.toLowerCase();
    const id = await one(
      `insert into users (username, display_name, password_hash) values ($1, $2, 'scrypt$1024$1$1$AAAAAAAA$AAAAAAAA') returning id`,
      [name, `Người ${marker}`],
    );
    await db.execute('insert into memberships (user_id, role, area_id) values ($1, $2, $3)', [
      id,
      role,
      areaId,
    ]);
    return id;
  };
  const campaign = async () => {
    const id = await makeCampaign(db, { areaIds: [areaId], gatewayId, state: 'draft' });
    await db.execute('update campaigns set title = $2 where id = $1', [id, `Đợt ${marker}`]);
    return id;
  };
  const household = () => makeHousehold(db, { areaId: hamletId, headName: `Hộ ${marker}` });
  const makers: Makers = {
    areas: async () =>
      makeArea(db, { name: `Ấp ${marker} ${randomBytes(4).toString('hex')}`, parentId: areaId }),
    households: household,
    campaigns: campaign,
    gateways: gateway,
    users: () => user('viewer'),
    refusals: async () => {
      const phone = makePhone();
      await makeHousehold(db, { areaId: hamletId, headName: `Hộ ${marker}`, phones: [phone] });
      await makeRefusal(db, phone);
      return one('update refusals set note = $2 where phone = $1 returning id', [phone, `Ghi chú ${marker}`]);
    },
    imports: () =>
      one(`insert into imports (area_id, file_name, status) values ($1, $2, 'ready') returning id`, [
        areaId,
        `${marker}.xlsx`,
      ]),
    // Somebody's: another person's, whoever calls.
    sessions: async () => {
      await startSession(db, await user('viewer'));
      return one('select max(id) as id from sessions', []);
    },
    replies: async () =>
      one(
        `insert into replies (receipt_id, gateway_id, channel, phone, text, received_at, household_id, area_id, intent,
                              needs_person, state)
         values ((random() * 1e15)::bigint, $1, 'sms', $2, $3, now(), $4, $5, 'person', true, 'open') returning id`,
        [gatewayId, makePhone(), `Hỏi ${marker}`, await household(), hamletId],
      ),
    'area-changes': () =>
      one(
        `insert into area_changes (kind, area_id, effective_on, actor_name, details)
         values ('merged', $1, now(), $2, '{"from": [], "to": []}') returning id`,
        [areaId, `Người ${marker}`],
      ),
    'canned-answers': () =>
      one(
        `insert into canned_answers (title, text, area_id) values ($1, 'Xin cảm ơn ' || $2, $3) returning id`,
        [`Mẫu ${randomBytes(4).toString('hex')}`, marker, areaId],
      ),
    consents: async () => {
      const phone = makePhone();
      await makeHousehold(db, { areaId: hamletId, headName: `Hộ ${marker}`, phones: [phone] });
      return one(
        `insert into consents (phone, basis, evidence, given_on) values ($1, 'form', $2, now()) returning id`,
        [phone, `Phiếu ${marker}`],
      );
    },
    'data-requests': () =>
      one(
        `insert into data_requests (area_id, kind, requester, received_on, acknowledge_by, due_on)
         values ($1, 'see', $2, now(), now(), now()) returning id`,
        [areaId, `Người ${marker}`],
      ),
    groups: () =>
      one(`insert into groups (area_id, name) values ($1, $2) returning id`, [
        areaId,
        `Nhóm ${marker} ${randomBytes(4).toString('hex')}`,
      ]),
    'household-merges': async () => {
      const [kept, merged] = [await household(), await household()];
      await db.execute('delete from contacts where household_id = $1', [merged]);
      await db.execute('update households set deleted_at = now() where id = $1', [merged]);
      return one(
        `insert into household_merges (kept_id, merged_id, actor_name, before, kept_version)
         values ($1, $2, $3, $4, 1) returning id`,
        [kept, merged, `Người ${marker}`, JSON.stringify({ kept: BEFORE, merged: BEFORE, replyIds: [] })],
      );
    },
    delegations: async () => {
      const [from, to] = [await user('approver'), await user('viewer')];
      return one(
        `insert into delegations (from_user_id, to_user_id, starts_at, ends_at)
         values ($1, $2, now(), now() + interval '1 day') returning id`,
        [from, to],
      );
    },
    // Days by turns: a commune has one budget for a time, so chance would fail one run in some dozens.
    budgets: () =>
      one(
        `insert into budgets (area_id, starts_on, ends_on, amount_vnd)
         values ($1, '2026-01-01'::date + $2::int, '2070-01-01', 1000000) returning id`,
        [areaId, budgetDays++],
      ),
    propagandists: () =>
      one(
        `insert into propagandists (area_id, full_name, full_name_folded) values ($1, $2, 'nguoi') returning id`,
        [areaId, `Cán bộ ${marker}`],
      ),
    'webhook-endpoints': () =>
      one(
        `insert into webhook_endpoints (area_id, name, url, events, is_active)
         values ($1, $2, 'http://127.0.0.1:9', '{reply.received}', false) returning id`,
        [areaId, `Địa chỉ ${marker}`],
      ),
    'api-keys': () =>
      one(
        `insert into api_keys (name, key_hash, hint, roles, area_ids) values ($1, $2, 'll_', '{viewer}', array[$3::bigint])
         returning id`,
        [`Khoá ${marker}`, randomBytes(32), areaId],
      ),
  };
  await db.execute(
    `insert into audit_events (actor_kind, actor_name, action, area_ids)
     values ('user', $1, 'thing.done', array[$2::bigint])`,
    [`Người ${marker}`, areaId],
  );

  const people = new Map<Role, string>();
  return {
    marker,
    areaId,
    hamletId,
    gatewayId,
    thing: (segment) => {
      const make = Object.hasOwn(makers, segment) ? makers[segment] : undefined;
      if (!make) throw new Error(`test/security/commune.ts does not know how to make one of "${segment}"`);
      return make();
    },
    signIn: async (role) => {
      if (!people.has(role)) people.set(role, await user(role));
      return startSession(db, people.get(role)!);
    },
  };
}

/** Signs a person in without the price of a password. */
export async function startSession(db: Queryable, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.execute(
    `insert into sessions (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [hashToken(token), userId],
  );
  return `${SESSION_COOKIE}=${token}`;
}
