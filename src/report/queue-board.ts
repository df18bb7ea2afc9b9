import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Authentication } from '../identity/authentication.js';
import type { Permission } from '../identity/permissions.js';
import { documentRawRoute } from '../platform/http/raw-routes.js';
import { Bell } from '../platform/queues/bell.js';
import { definedJobs } from '../platform/queues/job.js';
import { QueueBoardRoutes } from './queue-board.routes.js';

const PATH = '/admin/queues';
const PERMISSION: Permission = 'queue:read';

documentRawRoute({
  path: PATH,
  methods: ['get'],
  operationId: 'QueueBoard_page',
  tag: 'queues',
  summary: 'A page that shows the queues and what waits in them (bull-board, which only reads here)',
  answers: { 200: 'The page', 401: 'Nobody is signed in', 403: 'The caller is no administrator' },
  permission: PERMISSION,
});

/**
 * Shows administrators the queues, on either backend. It only reads: whatever matters is in Postgres, and a job that is
 * taken away or rung by hand would change nothing but the moment. Jobs carry ids.
 */
@Injectable()
export class QueueBoard implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authentication: Authentication,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    const routes = new QueueBoardRoutes(`${PATH}/`);
    createBullBoard({
      queues: definedJobs().map((name) => new BullMQAdapter(this.bell.queue(name), { readOnlyMode: true })),
      serverAdapter: routes,
      options: { uiConfig: { boardTitle: 'Loa Luật' } },
    });
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    void fastify.register(
      async (scope) => {
        scope.addHook('onRequest', async (request) => {
          await this.authentication.admit(request, PERMISSION);
        });
        await routes.register(scope);
      },
      { prefix: PATH },
    );
  }
}
