import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** An address in front of a server, which can be shut and opened again at the same port. */
export interface Door {
  url: string;
  /** Nobody answers there any more; what is open is cut off. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** From now on whatever the server says arrives so many milliseconds later. */
  slow(ms: number): void;
  close(): Promise<void>;
}

/** Opens a door to `target`, an address with a port. Its `url` begins with `http://`, whatever the target speaks. */
export async function openDoor(target: string): Promise<Door> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  let delayMs = 0;
  const open = async () => {
    server = createServer((caller) => {
      const behind = connect(Number(targetPort), '127.0.0.1');
      for (const socket of [caller, behind]) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      }
      caller.pipe(behind);
      behind.on('data', (said) => setTimeout(() => caller.write(said), delayMs));
      behind.on('end', () => setTimeout(() => caller.end(), delayMs));
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
  return {
    url: `http://127.0.0.1:${port}`,
    shut,
    open,
    slow: (ms) => void (delayMs = ms),
    close: shut,
  };
}
