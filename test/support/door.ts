import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** An address in front of a server, which can be shut and opened again at the same port. */
export interface Door {
  url: string;
  /** Nobody answers there any more; what is open is cut off. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a door to `target` (`http://127.0.0.1:4010`). */
export async function openDoor(target: string): Promise<Door> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((caller) => {
      const behind = connect(Number(targetPort), '127.0.0.1');
      for (const socket of [caller, behind]) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      }
      caller.pipe(behind).pipe(caller);
    });
    await new Promise<void>((resolve, reject) => {
      server!.once('error', reject);
      server!.listen(port, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  };
  const shut = async () => {
    const shutting = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (shutting) await new Promise<void>((resolve) => shutting.close(() => resolve()));
  };
  await open();
  return { url: `http://127.0.0.1:${port}`, shut, open, close: shut };
}
