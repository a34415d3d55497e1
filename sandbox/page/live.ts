import type { SandboxEvent } from '../protocol.ts';

const RETRY_MS = 1000;

export interface Listener {
  hear(event: SandboxEvent): void;
  /** The line to the sandbox is there, or gone. */
  line(open: boolean): void;
}

/** Listens to the sandbox, and tries again for as long as the page is open. */
export function listen(listener: Listener): void {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/sandbox/live`);
  socket.addEventListener('open', () => listener.line(true));
  socket.addEventListener('message', ({ data }) => {
    listener.hear(JSON.parse(String(data)) as SandboxEvent);
  });
  socket.addEventListener('close', () => {
    listener.line(false);
    setTimeout(() => listen(listener), RETRY_MS);
  });
}
