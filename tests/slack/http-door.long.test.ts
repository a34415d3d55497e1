import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startSlack } from '../../sandbox/slack.ts';
import { addressOf, runBot, tokensOf } from './running-bot.ts';
import { freshDatabase } from '../support/db.ts';

test('who sends half a request and waits is sent away within fifteen seconds, and a stop does not wait for them', async () => {
  const slack = await startSlack();
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${freshDatabase()}`,
  });
  const port = Number(new URL(await addressOf(bot)).port);
  const halves = [
    'POST /slack/events HTTP/1.1\r\nHost: su',
    'POST /slack/events HTTP/1.1\r\nHost: summit\r\nContent-Length: 99\r\n\r\ntex',
  ];
  const began = performance.now();
  const answers = await Promise.all(halves.map((half) => sendRaw(port, half)));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(performance.now() - began).toBeLessThan(15_000);

  const waiting = halves.map((half) => sendRaw(port, half).catch(String));
  const stopped = performance.now();
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
  expect(performance.now() - stopped).toBeLessThan(10_000);
  await Promise.all(waiting);
  await slack.stop();
});

/** Everything the server says to these bytes until it hangs up. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return textOf(socket);
}
