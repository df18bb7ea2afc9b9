import {
  Body,
  Controller,
  Get,
  Header,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { PageQuery } from '../../platform/http/page.js';
import { ApiProblem } from '../../platform/http/route.js';
import {
  Answered,
  Answers,
  type Commit,
  CommitBody,
  GivenMapping,
  ImportPage,
  ImportParams,
  ImportRowPage,
  ImportRowQuery,
  ImportSchema,
  ImportState,
  Reasons,
} from './import.schema.js';
import { ImportReviewService } from './import-review.service.js';
import { ImportsService } from './imports.service.js';
import { receiveUpload } from './uploads.js';

type Params = z.output<typeof ImportParams>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Lists of households from spreadsheets. */
@ApiTags('Directory')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly review: ImportReviewService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Route(
    'import:write',
    'Hand in a spreadsheet (.xlsx, .xls, .ods or .csv) of households; nothing is written until the commit',
    ImportState,
    202,
  )
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'areaId'],
      properties: {
        file: { type: 'string', format: 'binary' },
        areaId: {
          type: 'string',
          description:
            'What the list is of: a commune, a neighbourhood, or a province, whose rows find their communes by columns, headings or addresses',
        },
      },
    },
  })
  @ApiProblem(413, 'The file is larger than UPLOAD_MAX_MB')
  @ApiProblem(415, 'Not multipart/form-data')
  async begin(@Caller() who: Principal, @Req() request: FastifyRequest) {
    const { file, fields } = await receiveUpload(request, this.config);
    return this.imports.begin(who, file, fields['areaId']);
  }

  @Get()
  @Route('import:write', 'Imports, newest first', ImportPage)
  list(@Caller() who: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.imports.list(who, query);
  }

  @Get(':id')
  @Route(
    'import:write',
    'One import: its progress, how its columns were understood, what the commit will do',
    ImportSchema,
  )
  get(@Caller() who: Principal, @Param({ schema: ImportParams }) { id }: Params) {
    return this.imports.get(who, id);
  }

  @Get(':id/rows')
  @Route('import:write', 'The result of each row, in the order of the file', ImportRowPage)
  rows(
    @Caller() who: Principal,
    @Param({ schema: ImportParams }) { id }: Params,
    @Query({ schema: ImportRowQuery }) query: ImportRowQuery,
  ) {
    return this.imports.page(who, id, query);
  }

  @Get(':id/reasons')
  @Route(
    'import:write',
    'What there is to say of the rows, grouped and counted, with samples as they stand',
    Reasons,
  )
  reasons(@Caller() who: Principal, @Param({ schema: ImportParams }) { id }: Params) {
    return this.review.reasons(who, id);
  }

  @Patch(':id/mapping')
  @Route(
    'import:write',
    'Correct which column is which and read the file again; remembered for the next file with these headings',
    ImportState,
    202,
  )
  @ApiProblem(409, 'It is not ready, or its file is gone')
  correctMapping(
    @Caller() who: Principal,
    @Param({ schema: ImportParams }) { id }: Params,
    @Body({ schema: GivenMapping }) mapping: GivenMapping,
  ) {
    return this.review.correctMapping(who, id, mapping);
  }

  @Post(':id/answers')
  @Route('import:write', 'Answer open questions, singly or all of a kind', Answered)
  @ApiProblem(409, 'It is not ready')
  answer(
    @Caller() who: Principal,
    @Param({ schema: ImportParams }) { id }: Params,
    @Body({ schema: Answers }) answers: Answers,
  ) {
    return this.review.answer(who, id, answers);
  }

  @Post(':id/commit')
  @Route('import:write', 'Write the import into the directory, all at once', ImportState, 202)
  @ApiProblem(409, 'It is not ready')
  commit(
    @Caller() who: Principal,
    @Param({ schema: ImportParams }) { id }: Params,
    @Body({ schema: CommitBody }) { consent }: Commit,
  ) {
    return this.imports.commit(who, id, consent);
  }

  @Post(':id/undo')
  @Route(
    'import:write',
    'Take a committed import out again, as long as nothing depends on it',
    ImportState,
    202,
  )
  @ApiProblem(409, 'It is not committed, or something depends on it')
  undo(@Caller() who: Principal, @Param({ schema: ImportParams }) { id }: Params) {
    return this.imports.undo(who, id);
  }

  @Get(':id/rejected.xlsx')
  @Route('import:write', 'The rejected rows with their original cells and the reason')
  @ApiProduces(XLSX)
  @Header('cache-control', 'private, no-store')
  async rejected(@Caller() who: Principal, @Param({ schema: ImportParams }) { id }: Params) {
    const { fileName, stream } = await this.imports.rejected(who, id);
    return new StreamableFile(stream, { type: XLSX, disposition: `attachment; filename="${fileName}"` });
  }
}
