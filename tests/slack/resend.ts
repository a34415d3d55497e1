import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import type { Delivery } from '../../sandbox/door.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';

/** Sends what Slack sent last once more, to the byte, and gives what Summit answered. */
export interface Resender {
  /** The address to tell the stand-in instead of the bot's own. */
  readonly address: string;
  /** Where the bot is, now that it has been started again. */
  moveTo(address: string): void;
  /** Keeps what is sent last, and gives how to send it again. */
  hold(): () => Promise<unknown>;
  stop(): void;
}

/** Stands before the bot's HTTP door: the same signed request can come again. */
export async function requestResender(): Promise<Resender> {
  let target = '';
  let last: Request | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      last = { headers: request.headers, body: Buffer.concat(chunks) };
      void forward(target, last).then(async (answer) => {
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    moveTo: (address) => {
      target = address;
    },
    hold() {
      const held = last;
      if (held === null) throw new Error('Nothing was sent yet');
      return async () => bodyOf(await (await forward(target, held)).text());
    },
    stop: () => server.close(),
  };
}

/** Listens at Slack's end of Socket Mode: the same envelope can come again. */
export function envelopeResender(slack: SlackStandIn): Resender {
  const send = slack.socketMode.send.bind(slack.socketMode);
  let last: { readonly delivery: Delivery; readonly id: string } | null = null;
  const spy = vi.spyOn(slack.socketMode, 'send').mockImplementation(async (delivery) => {
    last = { delivery, id: randomUUID() };
    return send(delivery, last.id);
  });
  return {
    address: '',
    moveTo: () => undefined,
    hold() {
      const held = last;
      if (held === null) throw new Error('Nothing was sent yet');
      return async () => {
        const receipt = await send(held.delivery, held.id);
        if (receipt.kind !== 'answered') throw new Error(`No answer: ${receipt.kind}`);
        return receipt.body;
      };
    },
    stop: () => spy.mockRestore(),
  };
}

interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function forward(target: string, { headers, body }: Request): Promise<Response> {
  const names = ['content-type', 'x-slack-request-timestamp', 'x-slack-signature'];
  const kept = names.map((name) => [name, String(headers[name])]);
  return fetch(`${target}/slack/events`, {
    method: 'POST',
    headers: Object.fromEntries(kept),
    body: new Uint8Array(body),
  });
}

/** Nothing said is null in both doors. */
function bodyOf(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}
