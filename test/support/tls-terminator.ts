import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificate } from './certificate.js';

/** Takes TLS connections and passes what is in them to a plain port of this machine, as an operator's front does. */
export interface TlsTerminator {
  port: number;
  /** Connections whose handshake ended well. */
  readonly taken: number;
  close(): Promise<void>;
}

export async function startTlsTerminator(certificate: Certificate, toPort: number): Promise<TlsTerminator> {
  const sockets = new Set<Socket>();
  let taken = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer(certificate, (secure) => {
    taken++;
    const plain = keep(connect(toPort, '127.0.0.1'));
    keep(secure).pipe(plain).pipe(secure);
  });
  // A client that does not trust the certificate goes away in the middle of the handshake.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get taken() {
      return taken;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
