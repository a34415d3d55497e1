import { answer } from '../commands/index.ts';
import { openDatabase } from '../db/open.ts';
import { ASKED_AT } from './databases.ts';
import { TEAM_ID, USER_ID } from './slash-command.ts';

/**
 * Run by itself: `node answer-timing.ts DATABASE-URL SECONDS QUESTION…` asks each question for that
 * long, without Slack between, and prints the median time of each in microseconds as JSON.
 */
const [database = '', seconds = '1', ...questions] = process.argv.slice(2);
const db = await openDatabase(database);
const medians: number[] = [];
for (const question of questions) {
  await ask(question, Number(seconds) / 2);
  const times = await ask(question, Number(seconds));
  times.sort();
  medians.push(times[Math.floor(times.length / 2)] ?? Number.NaN);
}
await db.destroy();
console.log(JSON.stringify(medians));

async function ask(text: string, forSeconds: number): Promise<Float64Array> {
  const times: number[] = [];
  const end = performance.now() + forSeconds * 1000;
  let now = performance.now();
  while (now < end) {
    const startedAt = now;
    await answer({
      text,
      who: { id: USER_ID, timeZone: 'UTC' },
      // Another channel each time: a kept reply would say nothing of the agenda's size.
      where: { teamId: TEAM_ID, channelId: `C${times.length}` },
      now: ASKED_AT,
      db,
      inputId: null,
    });
    now = performance.now();
    times.push((now - startedAt) * 1000);
  }
  return Float64Array.from(times);
}
