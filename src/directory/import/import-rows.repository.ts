import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { type Page, readCursor, toPage } from '../../platform/http/page.js';
import { z } from 'zod';
import type { RawRow } from './draft-household.js';
import type { ImportRowQuery, ImportRowView, Outcome } from './import.schema.js';
import { countValues, type OutcomeCounts, SET_COUNTS } from './imports.repository.js';
import { CHOICES_VI, type Choice, type Question } from './questions.js';
import type { HouseholdBefore, ImportRowRecord, ParsedHousehold } from './parsed-household.js';

interface StoredRow {
  row_no: number;
  sheet: string;
  sheet_row: number;
  outcome: Outcome;
  reason_codes: string[];
  reason: string | null;
  raw: RawRow[];
  parsed: ParsedHousehold | null;
  before: HouseholdBefore | null;
  household_id: string | null;
  area_id: string | null;
  area_name: string | null;
  is_there: boolean;
  question: Question | null;
  answer: Choice | null;
}

/** A row that can be decided again. */
export interface DecidableRow {
  rowNo: number;
  sheet: string;
  sheetRow: number;
  raw: RawRow[];
  parsed: ParsedHousehold;
  answer: Choice | null;
  question: Question | null;
  /** What was decided about it. */
  was: { outcome: Outcome; areaId: string | null; householdId: string | null; version: number | null };
}

const Key = z.tuple([z.number().int()]);

/** The result of each row of an import, written and read in batches. */
@Injectable()
export class ImportRowsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Writes a batch of a reading and how far it is, in one statement: this process is busy with the next batch and would be
   * late to answer at every step of a transaction. Nobody waits for the disk: after a crash of the database the file is read
   * again from its first row, and the end of the reading is written for good. A household that will be created gets its id
   * here: so the commit is one `insert … select`, and repeating it after a crash makes the same households.
   * @param progress of the reading, from 0 to 1
   * @returns false where the import is no longer being read; then nothing is written
   */
  async write(
    importId: string,
    firstRowNo: number,
    records: readonly ImportRowRecord[],
    { counts, progress }: { counts: OutcomeCounts; progress: number },
  ): Promise<boolean> {
    const written = await this.sql.execute(
      `with unhurried as materialized (select set_config('synchronous_commit', 'off', true) as is_set),
       ours as (
         update imports set ${SET_COUNTS}, progress = $6, heartbeat_at = now()
           from unhurried where id = $1 and status = 'reading' and is_set = 'off' returning id)
       insert into import_rows
         (import_id, row_no, sheet, sheet_row, outcome, reason_codes, reason, raw, parsed, area_id, household_id, before, question)
       select ours.id, $7::int + n, sheet, "sheetRow", outcome, "reasonCodes", reason, raw, parsed, "areaId",
              case when outcome = 'create' then nextval('households_id_seq') else "householdId" end, before, question
         from ours cross join ${RECORDS('$8')}`,
      [importId, ...countValues(counts), progress, firstRowNo, toJson(records)],
    );
    return written === records.length;
  }

  /** Writes new decisions about rows that are there. */
  async decideAgain(
    connection: Queryable,
    importId: string,
    rowNos: readonly number[],
    records: readonly ImportRowRecord[],
  ): Promise<void> {
    await connection.execute(
      `update import_rows i
          set outcome = r.outcome, reason_codes = r."reasonCodes", reason = r.reason, parsed = r.parsed,
              area_id = r."areaId", before = r.before,
              question = r.question, answer = r.answer,
              household_id = case when r.outcome <> 'create' then r."householdId"
                                  when i.outcome = 'create' then i.household_id
                                  else nextval('households_id_seq') end
         from (select ($2::int[])[n + 1] as row_no, records.* from ${RECORDS('$3')}) r
        where i.import_id = $1 and i.row_no = r.row_no`,
      [importId, rowNos, toJson(records)],
    );
  }

  /** The next rows after `afterRowNo` that have something to decide about. */
  async decidable(
    connection: Queryable,
    importId: string,
    afterRowNo: number,
    limit: number,
  ): Promise<DecidableRow[]> {
    const rows = await connection.query<StoredRow & Record<string, unknown>>(
      `select ${DECIDABLE} from import_rows
        where import_id = $1 and row_no > $2 and parsed is not null order by row_no limit $3`,
      [importId, afterRowNo, limit],
    );
    return rows.map(toDecidable);
  }

  /** Some of those rows. */
  async decidableOf(
    connection: Queryable,
    importId: string,
    rowNos: readonly number[],
  ): Promise<DecidableRow[]> {
    const rows = await connection.query<StoredRow & Record<string, unknown>>(
      `select ${DECIDABLE} from import_rows
        where import_id = $1 and row_no = any($2) and parsed is not null order by row_no`,
      [importId, rowNos],
    );
    return rows.map(toDecidable);
  }

  /** One page in the order of the file. */
  async page(importId: string, query: ImportRowQuery): Promise<Page<ImportRowView>> {
    const after = readCursor(query.cursor, Key)?.[0] ?? -1;
    const rows = await this.sql.query<StoredRow & Record<string, unknown>>(
      `select r.row_no, r.sheet, r.sheet_row, r.outcome, r.reason_codes, r.reason, r.raw, r.parsed, r.before, r.question, r.answer,
              r.household_id, h.id is not null as is_there,
              coalesce(a.name, r.parsed -> 'newArea' ->> 'name', r.parsed -> 'neighbourhood' ->> 'name') as area_name
         from import_rows r left join areas a on a.id = r.area_id
         left join households h on h.id = r.household_id and h.deleted_at is null
        where r.import_id = $1 and r.row_no > $2 and ($3::text is null or r.outcome = $3)
          and (not $4 or r.reason is not null)
          and ($5::text is null or $5 = any(r.reason_codes) or r.question ->> 'kind' = $5
               or r.parsed -> 'repairs' @> jsonb_build_array(jsonb_build_object('code', $5)))
        order by r.row_no limit $6`,
      [importId, after, query.outcome ?? null, query.remarked, query.code ?? null, query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.row_no], toRowView);
  }

  /** How many cells the longest rejected row of each sheet has. */
  async rejectedWidths(importId: string): Promise<Map<string, number>> {
    const rows = await this.sql.query<{ sheet: string; cells: number }>(
      `select sheet, max(jsonb_array_length(each -> 'cells')) as cells
         from import_rows cross join jsonb_array_elements(raw) each
        where import_id = $1 and outcome = 'rejected' group by sheet`,
      [importId],
    );
    return new Map(rows.map(({ sheet, cells }) => [sheet, cells]));
  }

  /** Rejected rows in the order of the file, a batch at a time. */
  async *rejected(importId: string): AsyncGenerator<{ sheet: string; raw: RawRow[]; reason: string }> {
    for (let after = -1; ;) {
      const rows = await this.sql.query<StoredRow & Record<string, unknown>>(
        `select row_no, sheet, raw, reason from import_rows
          where import_id = $1 and outcome = 'rejected' and row_no > $2 order by row_no limit 1000`,
        [importId, after],
      );
      for (const { sheet, raw, reason } of rows) yield { sheet, raw, reason: reason ?? '' };
      if (rows.length === 0) return;
      after = rows.at(-1)!.row_no;
    }
  }
}

/**
 * A batch of ImportRowRecord as rows. One JSON text costs both sides half of what arrays of JSON texts do: those are
 * escaped once more here and parsed value by value there.
 */
const RECORDS = (parameter: string) => `jsonb_to_recordset(${parameter}::jsonb) as records
  (n int, sheet text, "sheetRow" int, outcome text, "reasonCodes" text[], reason text, raw jsonb, parsed jsonb,
   "areaId" bigint, "householdId" bigint, before jsonb, question jsonb, answer text)`;

function toJson(records: readonly ImportRowRecord[]): string {
  return JSON.stringify(records.map((record, n) => ({ n, ...record })));
}

const DECIDABLE =
  'row_no, sheet, sheet_row, raw, parsed, outcome, area_id, household_id, before, question, answer';

function toDecidable(row: StoredRow): DecidableRow {
  return {
    rowNo: row.row_no,
    sheet: row.sheet,
    sheetRow: row.sheet_row,
    raw: row.raw,
    parsed: row.parsed!,
    answer: row.answer,
    question: row.question,
    was: {
      outcome: row.outcome,
      areaId: row.area_id,
      householdId: row.household_id,
      version: row.before?.version ?? null,
    },
  };
}

function toRowView(row: StoredRow): ImportRowView {
  const { parsed, before } = row;
  const state = before && {
    headName: before.headName,
    address: before.address,
    code: before.code,
    note: before.note,
    contacts: before.contacts,
  };
  return {
    rowNo: row.row_no,
    sheet: row.sheet,
    row: row.sheet_row,
    outcome: row.outcome,
    reasonCodes: row.reason_codes,
    reason: row.reason,
    cells: row.raw,
    household: parsed && {
      headName: parsed.headName,
      address: parsed.address,
      code: parsed.code,
      areaName: row.area_name,
      contacts: parsed.contacts,
    },
    question: row.question && {
      kind: row.question.kind,
      sentence: row.question.sentence,
      choices: row.question.choices.map((choice) => ({ choice, label: CHOICES_VI[choice] })),
      household: row.question.household,
      answer: row.answer,
    },
    repairs: parsed?.repairs ?? [],
    before: state,
    householdId: row.is_there ? row.household_id : null,
  };
}
