import { z } from 'zod';
import { cleanField } from '../area.schema.js';
import { Id, PageQuery, pageOf } from '../../platform/http/page.js';
import { FIELDS } from './column-heading.js';
import { CHOICES, QUESTIONS } from './questions.js';

/** `undoing` is short; every other status may be seen for long. */
export const IMPORT_STATUSES = [
  'reading',
  'ready',
  'committing',
  'committed',
  'undoing',
  'undone',
  'failed',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const OUTCOMES = ['create', 'update', 'unchanged', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const count = z.number().int().nonnegative();

export const ImportState = z.object({ id: Id, status: z.enum(IMPORT_STATUSES) });

const SheetMapping = z.object({
  sheet: z.string().describe('Empty for CSV'),
  headerRow: z.number().int().nullable(),
  headings: z.array(z.string()),
  isOfLines: z.literal(true).optional().describe('No table: the columns were found in lines of text'),
  columns: z.array(
    z.object({
      column: z.string(),
      heading: z.string(),
      field: z.string(),
      by: z.enum(['heading', 'content', 'person', 'remembered']).default('heading').describe('What says so'),
      sure: z.number().min(0).max(1).default(1).describe('Which share of the cells agrees'),
    }),
  ),
  hiddenRows: count.default(0).describe('Hidden rows with households; they are read'),
  hiddenColumns: z.array(z.string()).default([]).describe('Hidden columns in use; they are read'),
  legacy: z
    .enum(['tcvn3', 'vni', 'utf8'])
    .nullable()
    .default(null)
    .describe('The old encoding that some texts were converted from'),
  households: count,
  skipped: z.record(z.string(), count).describe('Rows that are no households: title, total, signature …'),
  ignored: z.enum(['hidden', 'no-header']).nullable().describe('Why nothing was read from this sheet'),
});

export const ImportMapping = z.object({
  sheets: z.array(SheetMapping),
  newAreas: z.array(z.string()).describe('Neighbourhoods that the commit creates'),
});
export type ImportMapping = z.output<typeof ImportMapping>;

export const ImportSchema = ImportState.extend({
  areaId: Id,
  fileName: z.string(),
  fileBytes: count,
  fileSha256: z.string().nullable(),
  sameFile: z
    .object({ id: Id, committedAt: z.iso.datetime() })
    .nullable()
    .describe('An earlier import of the very same file into this area that was committed'),
  createdBy: z.string().nullable().describe('Who handed it in'),
  committedBy: z.string().nullable(),
  rows: z
    .object({
      total: count.describe('Households that the file has'),
      ready: count.describe('Those that are not rejected'),
      created: count,
      updated: count,
      unchanged: count,
      rejected: count,
    })
    .describe('What the commit will do; once committed, what it did'),
  progress: z.number().min(0).max(1).describe('How much of the file has been read'),
  mapping: ImportMapping.nullable(),
  questions: count.describe('Questions without an answer; the commit does not wait for them'),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  committedAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
}).meta({ id: 'Import' });
export type ImportView = z.output<typeof ImportSchema>;

export const ImportPage = pageOf(ImportSchema.omit({ mapping: true, questions: true, sameFile: true }));
export type ImportListItem = z.output<typeof ImportPage>['items'][number];

export const ImportRowSchema = z.object({
  rowNo: z.number().int().describe('Order in the file'),
  sheet: z.string().describe('Empty for CSV'),
  row: z.number().int().describe('The row number that the spreadsheet shows'),
  outcome: z.enum(OUTCOMES),
  reasonCodes: z.array(z.string()),
  reason: z.string().nullable().describe('Why it is rejected, or what to know of a good one'),
  cells: z
    .array(z.object({ row: z.number().int(), cells: z.array(z.string()) }))
    .describe('The rows as they stand'),
  household: z
    .object({
      headName: z.string(),
      address: z.string().nullable(),
      code: z.string().nullable(),
      areaName: z.string().nullable(),
      contacts: z.array(
        z.object({ phone: z.string(), name: z.string().nullable(), relation: z.string().nullable() }),
      ),
    })
    .nullable()
    .describe('What was read'),
  repairs: z.array(z.object({ code: z.string(), sentence: z.string() })),
  before: z
    .object({
      headName: z.string(),
      address: z.string().nullable(),
      code: z.string().nullable(),
      note: z.string().nullable(),
      contacts: z.array(
        z.object({ phone: z.string(), name: z.string().nullable(), relation: z.string().nullable() }),
      ),
    })
    .nullable()
    .describe('What an update changes'),
  question: z
    .object({
      kind: z.enum(QUESTIONS),
      sentence: z.string(),
      choices: z
        .array(z.object({ choice: z.enum(CHOICES), label: z.string() }))
        .describe('The first is what happens without an answer'),
      household: z.object({ id: Id, headName: z.string(), address: z.string().nullable() }).nullable(),
      answer: z.enum(CHOICES).nullable(),
    })
    .nullable(),
  householdId: Id.nullable().describe('The household, where there is one already'),
});
export type ImportRowView = z.output<typeof ImportRowSchema>;

export const ImportRowPage = pageOf(ImportRowSchema);

export const ImportRowQuery = PageQuery.extend({
  outcome: z.enum(OUTCOMES).optional(),
  remarked: z.stringbool().default(false).describe('Only rows that have a reason or a warning'),
  code: z.string().max(60).optional().describe('Only rows with this reason, question or repair'),
});
export type ImportRowQuery = z.output<typeof ImportRowQuery>;

export const ImportParams = z.object({ id: Id });

/** What a person says of the columns of a file, sheet by sheet; sheets that are not named are read as they were. */
export const GivenMapping = z.strictObject({
  sheets: z
    .array(
      z.strictObject({
        sheet: z.string().max(200).describe('As in `mapping`; empty for CSV'),
        headerRow: z
          .number()
          .int()
          .min(1)
          .max(2_000_000)
          .nullable()
          .describe('Null where the sheet has no headings'),
        columns: z
          .array(
            z.strictObject({
              column: z.string().regex(/^[A-Z]{1,3}$/, 'phải là tên cột như A, B, AA'),
              field: z.enum(FIELDS).nullable().describe('Null for a column that is not to be read'),
            }),
          )
          .min(1)
          .max(256),
      }),
    )
    .min(1)
    .max(300),
});
export type GivenMapping = z.output<typeof GivenMapping>;

const ReasonGroup = z.object({
  kind: z.enum(['rejected', 'question', 'warning', 'repair']).describe('Repairs are certain and applied'),
  code: z.string(),
  label: z.string(),
  count: count,
  open: count.describe('Questions without an answer'),
  samples: z.array(
    z.object({
      rowNo: z.number().int(),
      sheet: z.string(),
      row: z.number().int(),
      cells: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
      sentence: z.string().nullable(),
    }),
  ),
});
export type ReasonGroup = z.output<typeof ReasonGroup>;
export const Reasons = z.object({ groups: z.array(ReasonGroup) }).meta({ id: 'ImportReasons' });

export const Answers = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        question: z.enum(QUESTIONS),
        choice: z.enum(CHOICES),
        rowNos: z
          .array(z.number().int().min(0))
          .min(1)
          .max(1000)
          .optional()
          .describe('All open ones where left out'),
      }),
    )
    .min(1)
    .max(100),
});
export type Answers = z.output<typeof Answers>;
export const Answered = z.object({ answered: count.describe('Rows decided anew') });

export const CommitBody = z
  .strictObject({
    consent: z
      .strictObject({
        basis: z
          .enum(['form', 'sms', 'web', 'import', 'official-duty'])
          .describe('On what ground the numbers of this list are written to'),
        evidence: cleanField(500).nullish().describe('Where the proof is'),
      })
      .optional(),
  })
  .default({});
export type Commit = z.output<typeof CommitBody>;
