import { type EntityManager, In } from 'typeorm';
import { notFound } from '../platform/http/domain-error.js';
import { type AreaScope, inScope, knownAreas } from './area-scope.js';
import { membershipsOf } from './memberships.repository.js';
import { areasOf, toUserView } from './user-grants.js';
import { User } from './user.entity.js';
import type { UserView } from './user.schema.js';

/** SQL: `u` is somebody with a role in the scope. */
function isKnown(parameter: string): string {
  return `(${parameter}::bigint[] is null or exists (
    select 1 from memberships m where m.user_id = u.id and ${inScope('m.area_id', parameter)}))`;
}

/** Up to `limit` users with a role in the scope, oldest first, behind the one with the id `after`. */
export async function knownUsers(
  manager: EntityManager,
  scope: AreaScope,
  after: string,
  limit: number,
): Promise<User[]> {
  const rows = await manager.query<{ id: string }[]>(
    `select u.id from users u where u.id > $1 and ${isKnown('$2')} order by u.id limit $3`,
    [after, scope, limit],
  );
  return manager.find(User, { where: { id: In(rows.map(({ id }) => id)) }, order: { id: 'asc' } });
}

/** Throws a 404 where nobody with a role in the scope has this id. */
export async function knownUser(manager: EntityManager, scope: AreaScope, id: string): Promise<User> {
  const [row] = await manager.query<{ id: string }[]>(
    `select u.id from users u where u.id = $1 and ${isKnown('$2')}`,
    [id, scope],
  );
  const user = row && (await manager.findOneBy(User, { id }));
  if (!user) throw notFound('người dùng này');
  return user;
}

/** What is shown of users, by their ids: of their memberships, those that lie in the scope. */
export async function viewsOf(
  manager: EntityManager,
  users: readonly User[],
  scope: AreaScope,
): Promise<Map<string, UserView>> {
  const held = await membershipsOf(
    manager,
    users.map(({ id }) => id),
  );
  const areas = [...held.values()].flatMap((each) => areasOf(each) ?? []);
  const shown = scope === null ? null : await knownAreas(manager, scope, areas);
  return new Map(
    users.map((user) => {
      const memberships = held
        .get(user.id)!
        .filter(({ areaId }) => !shown || (areaId !== null && shown.has(areaId)));
      return [user.id, toUserView(user, memberships)];
    }),
  );
}
