import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { requireCampaign } from './campaign-access.js';
import { CampaignParams } from './campaign.schema.js';

/** Who says nothing for so long has closed the page. */
const GONE_AFTER = `interval '30 seconds'`;

const Editors = z.object({
  others: z
    .array(z.object({ name: z.string() }))
    .describe('Who else has it open to write, in the order of their names'),
});

/** Says who has a draft open to write. Holds nothing back: two may write at once, and the versions settle it. */
@ApiTags('campaigns')
@Controller('campaigns')
export class EditorsController {
  constructor(private readonly sql: Sql) {}

  @Post(':id/editing')
  @Route('campaign:write', 'I have this draft open to write: who else has?', Editors)
  async editing(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: { id: string }) {
    await requireCampaign(this.sql, who, id, 'campaign:write');
    if (who.userId !== null)
      await this.sql.execute(
        `insert into campaign_editors (campaign_id, user_id) values ($1, $2)
         on conflict (campaign_id, user_id) do update set seen_at = now()`,
        [id, who.userId],
      );
    await this.sql.execute(
      `delete from campaign_editors where campaign_id = $1 and seen_at < now() - ${GONE_AFTER}`,
      [id],
    );
    const others = await this.sql.query<{ name: string }>(
      `select u.display_name as name from campaign_editors e join users u on u.id = e.user_id
        where e.campaign_id = $1 and e.user_id is distinct from $2::bigint order by 1`,
      [id, who.userId],
    );
    return { others };
  }
}
