import { fastify } from 'fastify';

/** The physical limit of the receipts benchmark: a bare Fastify that reads a body and answers, in a process of its own. */
const server = fastify();
server.post('/echo', (request, reply) => reply.send(request.body));
const url = await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`echo listening on ${url}\n`);
process.once('SIGTERM', () => void server.close());
