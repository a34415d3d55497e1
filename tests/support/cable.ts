import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

/** A connection between a program and a server that can be cut. */
export interface Cable {
  /** The server's address, through the cable. */
  readonly url: string;
  /** Everything breaks at once, as when a machine is gone, and nobody answers any more. */
  cut(): Promise<void>;
  /** The same at the moment the server says this, which nobody hears any more; after so many milliseconds all the same. */
  cutBefore(said: string, within: number): Promise<void>;
  /** As it was. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

export async function cableTo(address: string): Promise<Cable> {
  const goal = new URL(address);
  const sockets = new Set<Socket>();
  let awaited: { readonly said: string; readonly reached: () => void } | null = null;
  const server = createServer((near) => {
    const far = connect(Number(goal.port), goal.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('data', (data) => {
        if (one === far && awaited !== null && data.includes(awaited.said)) awaited.reached();
        else other.write(data);
      });
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  // Nobody else is given it while the cable is cut.
  const port = await freePort();
  async function listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(port, '127.0.0.1', resolve);
    await promise;
  }
  async function cut(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    for (const socket of sockets) socket.resetAndDestroy();
    await promise;
  }
  async function cutBefore(said: string, within: number): Promise<void> {
    const { promise, resolve: reached } = Promise.withResolvers<void>();
    awaited = { said, reached };
    const timer = setTimeout(reached, within);
    await promise;
    clearTimeout(timer);
    awaited = null;
    await cut();
  }
  await listen();
  const url = new URL(address);
  url.port = String(port);
  return {
    url: url.href,
    cut,
    cutBefore,
    mend: listen,
    async stop() {
      if (server.listening) await cut();
    },
  };
}
