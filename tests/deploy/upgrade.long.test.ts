import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import {
  addressOf,
  commandBody,
  exampleDatabase,
  type RunningBot,
  runBot,
  signed,
  tokensOf,
} from '../slack/running-bot.ts';
import { terminal } from '../terminal/run-terminal.ts';

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

test('an upgrade can be taken back with the copy that it made, and then made again', async () => {
  const record = await exampleDatabase();
  const next = nextRelease();

  const before = await tell(start(record), 'update taiwan agreed because Before the upgrade');
  expect(before).toContain('Recorded for ');

  const upgraded = start(record, next);
  const after = await tell(upgraded, 'update taiwan blocked because After the upgrade');
  expect(after).toContain('Recorded for ');
  const [{ file }] = upgraded.log() as unknown as [{ file: string }];
  expect(upgraded.log()[0]?.msg).toBe('The record is copied, and is brought up to date');
  expect(file).toBe(join(dirname(record), `summit-before-upgrade-from-${lastStep()}.db`));

  // Nothing is done twice.
  const again = start(record, next);
  expect(await tell(again, 'status taiwan')).toContain('After the upgrade');
  expect(copiesBeside(record)).toHaveLength(1);

  const refused = start(record);
  expect(await refused.exited).toBe(1);
  expect(refused.stderr()).toMatch(
    /^\S+ was written by a newer Summit \(it knows 9000-next\): .*\n$/,
  );

  const { out, err, code } = await terminal(['restore', file], record);
  expect({ err, code }).toEqual({ err: '', code: 0 });
  expect(out).toContain('What was there before is kept in ');
  const taken = await tell(start(record), 'status taiwan');
  expect(taken).toContain('Before the upgrade');
  expect(taken).not.toContain('After the upgrade');
  expect((await terminal(['verify'], record)).out).toMatch(/^The record is whole: /);

  const [kept = ''] = readdirSync(dirname(record)).filter((name) => /before-restore/.test(name));
  expect(await tell(start(join(dirname(record), kept), next), 'status taiwan')).toContain(
    'After the upgrade',
  );
  expect(await tell(start(record, next), 'status taiwan')).toContain('Before the upgrade');
  expect(copiesBeside(record)).toHaveLength(2);
});

/** What the release after this one could be: the same, and one step more. */
function nextRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), 'summit-next-'));
  for (const name of ['commands', 'db', 'src', 'package.json'])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'db/migrations/9000-next.ts'),
    `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`alter table entries add column weight integer not null default 1\`.execute(db);
}
`,
  );
  const migrate = join(folder, 'db/migrate.ts');
  const code = readFileSync(migrate, 'utf8')
    .replace(/^import \* as record/m, "import * as next from './migrations/9000-next.ts';\n$&")
    .replace(/^const MIGRATIONS[^}]*/m, "$&  '9000-next': next,\n");
  writeFileSync(migrate, code);
  return join(folder, 'src/main.ts');
}

function lastStep(): string {
  const steps = readdirSync('db/migrations').filter((name) => /^\d/.test(name));
  return steps.toSorted().at(-1)?.replace('.ts', '') ?? '';
}

function copiesBeside(record: string): string[] {
  return readdirSync(dirname(record)).filter((name) => /before-upgrade/.test(name));
}

function start(record: string, main?: string): RunningBot {
  const env = {
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${record}`,
  };
  return runBot(env, [], main);
}

/** Says one thing to a bot, and stops it. */
async function tell(bot: RunningBot, words: string): Promise<string> {
  const init = signed(commandBody(words, { trigger_id: `once.${words}` }), {
    secret: slack.signingSecret,
  });
  const answer = await fetch(`${await addressOf(bot)}/slack/events`, init);
  const { text } = (await answer.json()) as { readonly text: string };
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
  return text;
}
