import { countSmsParts, prepareSmsText, type SmsParts } from '../domain/sms-parts.js';
import { parseTemplate, renderTemplate, type TemplateSegment } from '../domain/template.js';
import type { Queryable } from '../platform/database/sql.js';
import type { CampaignStep } from './campaign.entity.js';

/** What a message says of the household it goes to. */
export interface Addressee {
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
}

/** The names that stand above a household. */
interface PlaceNames {
  areaName: string;
  communeName: string | null;
  provinceName: string | null;
}

/** A text for one household, with its parts. */
export interface RenderedMessage extends SmsParts {
  text: string;
}

/** Renders one step of a campaign for household after household; parsed once, areas' names read once. */
export class Renderer {
  private readonly segments: TemplateSegment[];

  private constructor(
    private readonly step: CampaignStep,
    private readonly places: ReadonlyMap<string, PlaceNames>,
  ) {
    const template = parseTemplate(step.text);
    if (!template.ok) throw new Error(`step text was stored with problems: ${template.problems[0]!.message}`);
    this.segments = template.segments;
  }

  /** @param areaIds the roots of the audience: the names of their whole subtrees are read */
  static async of(db: Queryable, step: CampaignStep, areaIds: readonly string[]): Promise<Renderer> {
    return new Renderer(step, await placeNames(db, areaIds));
  }

  render(addressee: Addressee): RenderedMessage {
    const place = this.places.get(addressee.areaId);
    const text = prepareSmsText(
      renderTemplate(this.segments, {
        headName: addressee.headName,
        address: addressee.address,
        householdCode: addressee.householdCode,
        ...place,
      }),
      { unaccented: this.step.unaccented },
    );
    return { text, ...countSmsParts(text) };
  }
}

async function placeNames(db: Queryable, areaIds: readonly string[]): Promise<Map<string, PlaceNames>> {
  const rows = await db.query<{ id: string } & PlaceNames>(
    `select a.id, a.name as "areaName",
            (select up.name from areas up where up.level = 'commune' and a.path like up.path || '%' limit 1) as "communeName",
            (select up.name from areas up where up.level = 'province' and a.path like up.path || '%' limit 1) as "provinceName"
       from areas root join areas a on a.path like root.path || '%'
      where root.id = any($1::bigint[])`,
    [areaIds],
  );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}
