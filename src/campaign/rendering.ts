import { firstMisfit, templateValue } from '../domain/message-template.js';
import { countSmsParts, prepareSmsText, type SmsParts } from '../domain/sms-parts.js';
import {
  parseTemplate,
  renderTemplate,
  type TemplateFields,
  type TemplateSegment,
} from '../domain/template.js';
import { cleanText } from '../domain/vietnamese.js';
import type { Queryable } from '../platform/database/sql.js';
import type { CampaignStep } from './campaign.entity.js';
import { type HouseholdLinks, type LinkOf } from './household-links.js';
import { type MessageTemplate, messageTemplate } from './step-content.js';

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
  /** Instead of the text, which then only shows what is sent: an approved template with its values. */
  template?: { id: string; data: Record<string, string> };
  /** What it costs, where its template says so; else its parts decide. */
  priceVnd?: number;
  /** Why it is not sent: the name of the value that does not fit the template, and what is wrong with it. */
  misfit?: { name: string; message: string };
}

/** A Zalo message counts as one part, however long it is. */
const ONE_PART = { encoding: 'ucs2', parts: 1, perPart: 0, remaining: 0, unitsToSaveOnePart: 0 } as const;

/** Renders one step of a campaign for household after household; parsed once, areas' names read once. */
export class Renderer {
  private readonly segments: TemplateSegment[];
  private readonly values: readonly [name: string, segments: TemplateSegment[]][];
  private readonly asksForLink: boolean;

  private constructor(
    private readonly step: CampaignStep,
    private readonly places: ReadonlyMap<string, PlaceNames>,
    private readonly template: MessageTemplate | undefined,
    private readonly linkOf: LinkOf,
  ) {
    this.segments = step.templateId === undefined ? segmentsOf(step.text ?? '') : [];
    this.values = Object.entries(step.templateData ?? {}).map(([name, value]) => [
      name,
      value.trim() === '' ? [] : segmentsOf(value),
    ]);
    const all = [this.segments, ...this.values.map(([, segments]) => segments)];
    this.asksForLink = all.flat().some((segment) => 'key' in segment && segment.key === 'link');
  }

  /** @param areaIds the roots of the audience: the names of their whole subtrees are read */
  static async of(
    db: Queryable,
    step: CampaignStep,
    areaIds: readonly string[],
    links: HouseholdLinks,
  ): Promise<Renderer> {
    const template =
      step.templateId === undefined ? undefined : await messageTemplate(db, step.gatewayId, step.templateId);
    return new Renderer(step, await placeNames(db, areaIds), template, await links.maker());
  }

  /** @param deliveryId whose link stands in the message; without one the link is a specimen of the same length */
  render(addressee: Addressee, deliveryId: string | null = null): RenderedMessage {
    const fields = this.fieldsOf(addressee, deliveryId);
    if (this.step.templateId !== undefined) return this.renderTemplate(this.step.templateId, fields);
    const rendered = renderTemplate(this.segments, fields);
    if (this.step.channel === 'zalo') {
      const text = rendered.normalize('NFC');
      return { text, ...ONE_PART, units: [...text].length };
    }
    const text = prepareSmsText(rendered, { unaccented: this.step.unaccented });
    return { text, ...countSmsParts(text) };
  }

  private renderTemplate(id: string, fields: TemplateFields): RenderedMessage {
    const data: Record<string, string> = {};
    for (const [name, segments] of this.values)
      data[name] = templateValue(cleanText(renderTemplate(segments, fields)));
    const text = [
      this.template?.name ?? id,
      ...Object.entries(data).map(([name, value]) => `${name}: ${value}`),
    ].join('\n');
    const misfit = this.template && firstMisfit(this.template.params, data);
    const price = this.template?.priceVnd;
    return {
      text,
      ...ONE_PART,
      units: [...text].length,
      template: { id, data },
      ...(price !== undefined && price !== null && { priceVnd: price }),
      ...(misfit && { misfit }),
    };
  }

  private fieldsOf(
    { areaId, headName, address, householdCode }: Addressee,
    deliveryId: string | null,
  ): TemplateFields {
    const link = this.asksForLink ? this.linkOf(deliveryId) : null;
    const place = this.places.get(areaId);
    // Spelled out: properties after a spread are stored one by one.
    return {
      headName,
      address,
      householdCode,
      link,
      areaName: place?.areaName,
      communeName: place?.communeName,
      provinceName: place?.provinceName,
    };
  }
}

function segmentsOf(source: string): TemplateSegment[] {
  const template = parseTemplate(source);
  if (!template.ok) throw new Error(`step text was stored with problems: ${template.problems[0]!.message}`);
  return template.segments;
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
