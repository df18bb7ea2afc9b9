import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../../platform/http/page.js';
import { cleanField, requiredField } from '../area.schema.js';

const Day = z.iso.date({ error: 'phải có dạng năm-tháng-ngày, ví dụ 2027-02-06' });

const Training = z.strictObject({
  heldOn: Day,
  topic: requiredField(300),
  organiser: cleanField(200).nullish(),
});

const StandIn = z
  .strictObject({ standInId: Id.describe('Another propagandist'), startsOn: Day, endsOn: Day })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    error: 'không được trước ngày bắt đầu',
  });

export const PropagandistSchema = z
  .object({
    id: Id,
    areaId: Id.describe('Where they belong'),
    areaName: z.string(),
    userId: Id.nullable().describe('Their account, where they have one'),
    fullName: z.string(),
    phone: z.string().nullable().describe('E.164; masked for roles that need no numbers'),
    organisation: z.string().nullable(),
    inCharge: z.array(z.object({ areaId: Id, areaName: z.string() })),
    standIns: z.array(
      z.object({ standInId: Id, standInName: z.string(), startsOn: z.string(), endsOn: z.string() }),
    ),
    trainings: z.array(z.object({ heldOn: z.string(), topic: z.string(), organiser: z.string().nullable() })),
    recognisedOn: z.string().nullable(),
    recognition: z.string().nullable().describe('The decision by which they were recognised'),
    endedOn: z.string().nullable().describe('The first day on which they are no longer active'),
    isActive: z.boolean(),
    note: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Propagandist' });
export type PropagandistView = z.output<typeof PropagandistSchema>;

export const PropagandistPage = pageOf(PropagandistSchema);

export const PropagandistQuery = PageQuery.extend({
  areaId: Id.optional().describe('Only those who belong to this area or below it'),
  active: z.stringbool().optional().describe('Only the active ones, or only the others'),
  q: z.string().max(200).optional().describe('Part of a name; accents do not matter'),
});
export type PropagandistQuery = z.output<typeof PropagandistQuery>;

const FIELDS = {
  areaId: Id.describe('Where they belong'),
  fullName: requiredField(200),
  userId: Id.nullable().describe('An account with a role in the areas you administer'),
  phone: z.string().max(60).nullable().describe('As people write it'),
  organisation: cleanField(200).nullable(),
  inCharge: z.array(Id).max(200).describe('The areas in charge, with everything below them'),
  standIns: z.array(StandIn).max(50).describe('Who does their work meanwhile; the whole list'),
  trainings: z.array(Training).max(200).describe('The whole list'),
  recognisedOn: Day.nullable(),
  recognition: cleanField(200).nullable(),
  endedOn: Day.nullable(),
  note: cleanField(1000).nullable(),
};

export const CreatePropagandistBody = z
  .strictObject(FIELDS)
  .partial()
  .required({ areaId: true, fullName: true });
export type CreatePropagandist = z.output<typeof CreatePropagandistBody>;

export const ChangePropagandistBody = z
  .strictObject(FIELDS)
  .partial()
  .extend({
    version: z.int().positive().optional().describe('The version that was edited; 409 when it changed'),
  });
export type ChangePropagandist = z.output<typeof ChangePropagandistBody>;

export const PropagandistParams = z.object({ id: Id });

export const UncoveredAreas = z.object({
  items: z.array(
    z.object({
      areaId: Id,
      areaName: z.string(),
      parentName: z.string().nullable(),
      households: z.int(),
    }),
  ),
});
