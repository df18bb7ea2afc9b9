/**
 * SQL: whoever made the API key `k` answers for it still: is not disabled, and administers all of its areas. A key that was
 * made at the command line is the operator's. What a person may no longer do, no key does that they know.
 */
export const MAKER_ANSWERS = /* sql */ `
  (k.created_by is null or exists (
    select 1 from users maker
     where maker.id = k.created_by and maker.disabled_at is null
       and (exists (select 1 from memberships m where m.user_id = maker.id and m.role = 'admin' and m.area_id is null)
            or k.area_ids is not null and areas_cover(
                 array(select m.area_id from memberships m where m.user_id = maker.id and m.role = 'admin'), k.area_ids))))`;
