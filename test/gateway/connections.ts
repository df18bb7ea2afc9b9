import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Every address that this process connects to, as Node itself reports it. */
export interface Connections {
  begin(): void;
  /** No connection was made or tried to another address since `begin`. */
  expectOnly(url: string): void;
  /** No connection was made or tried at all. */
  expectNone(): void;
}

/** Records for the tests of one `describe`. */
export function recordConnections(): Connections {
  const tried = new Set<string>();
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (ip: string, port: number) => void tried.add(`http://${ip}:${port}`));
  };
  beforeAll(() => subscribe('net.client.socket', onSocket));
  afterAll(() => void unsubscribe('net.client.socket', onSocket));
  return {
    begin: () => tried.clear(),
    expectOnly: (url) => expect([...tried]).toEqual([url]),
    expectNone: () => expect([...tried]).toEqual([]),
  };
}
