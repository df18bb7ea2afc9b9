import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { FakeReply, ReceivedRequest } from '../../src/gateway/gateway.contract.js';

export interface FakeOperator {
  url: string;
  requests: ReceivedRequest[];
  /** What the next requests get. */
  answer: FakeReply | ((request: ReceivedRequest) => FakeReply);
  /** Answers some requests, which then do not count. */
  aside: ((request: ReceivedRequest) => FakeReply | undefined) | null;
  close(): Promise<void>;
}

/** A real server with scripted answers: the other end of an adapter in the contract tests. */
export async function startFakeOperator(): Promise<FakeOperator> {
  const sockets = new Set<Socket>();
  const operator: FakeOperator = {
    url: '',
    requests: [],
    answer: { status: 200 },
    aside: null,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path, query] = request.url!.split('?', 2) as [string, string?];
      const received: ReceivedRequest = {
        method: request.method!,
        path,
        query: new URLSearchParams(query),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      const aside = operator.aside?.(received);
      if (aside !== undefined) {
        give(aside, response);
        return;
      }
      operator.requests.push(received);
      const reply = typeof operator.answer === 'function' ? operator.answer(received) : operator.answer;
      give(reply, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  operator.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return operator;
}

function give(reply: FakeReply, response: http.ServerResponse): void {
  if (reply === 'silence') return;
  if (reply === 'reset') {
    response.socket!.resetAndDestroy();
  } else if (reply === 'close') {
    response.socket!.end();
  } else if ('raw' in reply) {
    response.socket!.end(reply.raw);
  } else if (reply.drip) {
    response.writeHead(reply.status, reply.headers);
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
  } else {
    response.writeHead(reply.status, {
      'content-length': Buffer.byteLength(reply.body ?? ''),
      ...reply.headers,
    });
    response.end(reply.body);
  }
}

/** A port at which connections are neither accepted nor refused: its owner sleeps and its queue is full. */
export async function startDeafPort(): Promise<{ url: string; close(): Promise<void> }> {
  const worker = new Worker(
    `const net = require('node:net');
     const { parentPort } = require('node:worker_threads');
     const server = net.createServer();
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000));
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const { connect } = await import('node:net');
  const fillers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      // The first ones get into the queue, the others wait like the adapter will.
      await Promise.race([
        new Promise((resolve) => socket.once('connect', resolve)),
        new Promise((resolve) => setTimeout(resolve, 100)),
      ]);
      return socket;
    }),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}
