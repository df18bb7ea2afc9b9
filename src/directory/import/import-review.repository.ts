import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import type { RawRow } from './draft-household.js';
import type { ReasonGroup } from './import.schema.js';
import { importLabel } from './import-labels.js';
import type { Choice, QuestionKind } from './questions.js';
import type { RememberedMapping } from './told-columns.js';

const SAMPLES = 3;

/** What a person looks at and answers before the commit. */
@Injectable()
export class ImportReviewRepository {
  constructor(private readonly sql: Sql) {}

  /** Rows by what there is to say of them: rejections first, then questions, warnings and repairs, the most frequent first. */
  async groups(importId: string): Promise<ReasonGroup[]> {
    const rows = await this.sql.query<{
      kind: ReasonGroup['kind'];
      code: string;
      n: string;
      open: string;
      samples: { rowNo: number; sheet: string; row: number; cells: RawRow[]; sentence: string | null }[];
    }>(
      `with said as (
         select row_no, case outcome when 'rejected' then 'rejected' else 'warning' end as kind, code, reason as sentence,
                false as open
           from import_rows, unnest(reason_codes) as code where import_id = $1
         union all
         select row_no, 'question', question ->> 'kind', question ->> 'sentence', answer is null
           from import_rows where import_id = $1 and question is not null
         union all
         select row_no, 'repair', r ->> 'code', r ->> 'sentence', false
           from import_rows, jsonb_array_elements(parsed -> 'repairs') as r
          where import_id = $1 and parsed ? 'repairs' and outcome <> 'rejected'),
       ranked as (
         select *, row_number() over (partition by kind, code order by row_no) as rank,
                count(*) over (partition by kind, code) as n, count(*) filter (where open) over (partition by kind, code) as open_n
           from (select distinct on (kind, code, row_no) * from said order by kind, code, row_no) once)
       select s.kind, s.code, s.n, s.open_n as open,
              jsonb_agg(jsonb_build_object('rowNo', i.row_no, 'sheet', i.sheet, 'row', i.sheet_row, 'cells', i.raw,
                                           'sentence', s.sentence) order by i.row_no) as samples
         from ranked s join import_rows i on i.import_id = $1 and i.row_no = s.row_no
        where s.rank <= ${SAMPLES}
        group by s.kind, s.code, s.n, s.open_n
        order by array_position('{rejected,question,warning,repair}', s.kind), s.n desc, s.code`,
      [importId],
    );
    return rows.map(({ kind, code, n, open, samples }) => ({
      kind,
      code,
      label: importLabel(code),
      count: Number(n),
      open: Number(open),
      samples,
    }));
  }

  /** Notes an answer for all open questions of a kind, or those of some rows; gives the rows that had one. */
  async answer(
    tx: Queryable,
    importId: string,
    {
      question,
      choice,
      rowNos,
    }: { question: QuestionKind; choice: Choice; rowNos?: readonly number[] | undefined },
  ): Promise<number[]> {
    const rows = await tx.query<{ row_no: number }>(
      `update import_rows set answer = $4
        where import_id = $1 and question ->> 'kind' = $2 and question -> 'choices' ? $4
          and case when $3::int[] is null then answer is null else row_no = any($3) end
        returning row_no`,
      [importId, question, rowNos ?? null, choice],
    );
    return rows.map((row) => row.row_no).sort((a, b) => a - b);
  }

  /** What was said of headings in the areas above an import's, the nearest last. */
  async remembered(areaId: string): Promise<RememberedMapping[]> {
    return this.sql.query<RememberedMapping & Record<string, unknown>>(
      `select m.headings_key as "headingsKey", m.columns
         from areas a join areas above on a.path like above.path || '%' join import_mappings m on m.area_id = above.id
        where a.id = $1 order by length(above.path)`,
      [areaId],
    );
  }

  async remember(areaId: string, mapping: RememberedMapping, userId: string | null): Promise<void> {
    await this.sql.execute(
      `insert into import_mappings (area_id, headings_key, columns, updated_by) values ($1, $2, $3, $4)
       on conflict (area_id, headings_key) do update
         set columns = excluded.columns, updated_by = excluded.updated_by, updated_at = now()`,
      [areaId, mapping.headingsKey, JSON.stringify(mapping.columns), userId],
    );
  }
}
