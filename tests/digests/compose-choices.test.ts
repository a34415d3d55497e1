import { expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import type { DigestFilter } from '../../src/agenda/digest.ts';
import { ALICE, BOB, deskDb, say } from '../support/desk.ts';
import { DigestReader, type DigestSetup, linesIn, textOf } from '../support/digest-reader.ts';
import { importedEntry, importIssues } from '../support/import-issues.ts';

const NEXT_DAY = '2026-05-05T09:00:00Z';
const DAY = 60 * 24;
const GRAIN: DigestFilter = { kind: 'issue', agendaId: 'names', key: 'grain' };
const TALKS: DigestFilter = { kind: 'status', statuses: ['in-talks'] };
const LISTED: DigestFilter = { kind: 'status', statuses: ['on-agenda'] };
const CONTEXT: DigestFilter = { kind: 'category', category: 'context' };
const TENSION: DigestFilter = { kind: 'category', category: 'tension' };

async function toldAtNine(setup: DigestSetup = {}): Promise<{ db: Db; digest: DigestReader }> {
  const db = await deskDb();
  const digest = await DigestReader.begin(db, setup);
  await digest.read('2026-05-04T09:00:00Z');
  return { db, digest };
}

test('two filters that match one issue give one line that names both', async () => {
  const { db, digest } = await toldAtNine({ choices: { only: [GRAIN, TALKS, TENSION] } });
  await say(db, 'update grain in talks');
  await say(db, 'update fish in talks');
  await say(db, 'note ai-talks They will meet.');
  const read = await digest.read(NEXT_DAY);
  expect(read.news[0]?.issues.map(({ key, matched }) => [key, matched])).toEqual([
    ['fish', [TALKS]],
    ['grain', [GRAIN, TALKS]],
  ]);
});

test('a status is meant where an issue stands, and where it stood before it moved', async () => {
  const { db, digest } = await toldAtNine({ choices: { only: [LISTED] } });
  await say(db, 'update grain in talks');
  await say(db, 'note fish They will meet.');
  expect(await digest.lines(NEXT_DAY)).toEqual([
    'grain: on-agenda → in-talks',
    'fish: update, still on-agenda',
  ]);
  await say(db, 'note grain They did.', { minutes: DAY });
  expect(await digest.lines('2026-05-06T09:00:00Z')).toEqual([]);
});

test('owners, officials and whoever watches choose issues', async () => {
  for (const [filter, words] of [
    [{ kind: 'owner', userId: BOB.id }, `owner fish <@${BOB.id}>`],
    [{ kind: 'official', name: 'müller' }, 'owner fish North Hanna Muller, Envoy'],
    [{ kind: 'watched', userId: ALICE.id }, 'watch fish'],
  ] as const) {
    const { db, digest } = await toldAtNine({ choices: { only: [filter] } });
    await say(db, words);
    await digest.read('2026-05-04T13:00:00Z');
    await say(db, 'update grain in talks', { minutes: 90 });
    await say(db, 'update fish in talks', { minutes: 90 });
    const read = await digest.read(NEXT_DAY);
    expect(linesIn(read)).toEqual(['fish: on-agenda → in-talks']);
    expect(read.news[0]?.counts).toEqual(new Map([['in-talks', 1]]));
  }
});

test('what is excepted is left out, also of what is asked for', async () => {
  const { db, digest } = await toldAtNine({ choices: { only: [CONTEXT], except: [GRAIN] } });
  await say(db, 'update grain in talks');
  await say(db, 'update fish in talks');
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['fish: on-agenda → in-talks']);
  expect(read.news[0]?.counts).toEqual(
    new Map([
      ['on-agenda', 1],
      ['in-talks', 1],
    ]),
  );
});

test('of a file only what the digest is about counts', async () => {
  const { db, digest } = await toldAtNine({ choices: { only: [GRAIN] } });
  const one = { key: 'grain', history: [importedEntry('2026-05-04', 'in-talks')] };
  const others = Array.from({ length: 40 }, (_, at) => ({
    key: `issue-${at}`,
    history: [importedEntry('2026-05-04', 'in-talks')],
  }));
  await importIssues(db, '2026-05-04T12:00:00Z', [one, ...others]);
  expect(await digest.lines(NEXT_DAY)).toEqual(['grain: on-agenda → in-talks', 'file: 1 of 1']);
  await importIssues(db, '2026-05-05T12:00:00Z', [
    { key: 'fish', history: [importedEntry('2026-05-05', 'in-talks')] },
  ]);
  expect((await digest.read('2026-05-06T09:00:00Z')).composition.kind).toBe('silent');
});

test('an issue that is muted has no line; with its updates muted it has those of its moves', async () => {
  const { db, digest } = await toldAtNine();
  await digest.mute('grain', 'all', 'names');
  await digest.mute('fish', 'updates', 'names');
  await say(db, 'update grain in talks');
  await say(db, 'note fish They will meet.');
  expect((await digest.read(NEXT_DAY)).composition.kind).toBe('silent');
  await say(db, 'update fish in talks', { minutes: DAY });
  expect(await digest.lines('2026-05-06T09:00:00Z')).toEqual(['fish: on-agenda → in-talks']);
});

test('my own change is not news to me, and what others did beside it is', async () => {
  const { db, digest } = await toldAtNine({ place: BOB.id });
  await say(db, 'update grain in talks', { who: BOB });
  await say(db, 'update ai-talks in talks', { who: ALICE });
  await say(db, 'update fish in talks', { who: ALICE });
  await say(db, 'note fish They will meet.', { who: BOB, minutes: 10 });
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['ai-talks: on-agenda → in-talks', 'fish: on-agenda → in-talks']);
  expect(read.news[0]?.issues.map(({ by, others }) => [by, others])).toEqual([
    [ALICE.id, 0],
    [ALICE.id, 0],
  ]);

  await say(db, 'update grain agreed because both said so', { who: BOB, minutes: DAY });
  await say(db, 'note grain They signed.', { who: ALICE, minutes: DAY + 10 });
  await say(db, 'update fish agreed because both said so', { who: BOB, minutes: DAY });
  expect(await digest.lines('2026-05-06T09:00:00Z')).toEqual(['grain: update, still agreed']);
});

test('of what somebody did and I took back nothing is left to tell me', async () => {
  const { db, digest } = await toldAtNine({ place: BOB.id });
  await say(db, 'update grain in talks', { who: ALICE });
  const id = (
    await db
      .selectFrom('standings')
      .select('entry_id')
      .where('issue_key', '=', 'grain')
      .executeTakeFirstOrThrow()
  ).entry_id;
  await say(db, `withdraw ${id}`, { who: BOB, minutes: 10 });
  expect(await digest.lines(NEXT_DAY)).toEqual([]);
});

test('several agendas are told side by side, whichever is in use', async () => {
  const { db, digest } = await toldAtNine({
    choices: {
      only: [
        { kind: 'agenda', agendaId: 'names' },
        { kind: 'agenda', agendaId: 'later' },
      ],
    },
  });
  await say(db, 'update grain in talks');
  await importIssues(
    db,
    '2026-05-04T12:30:00Z',
    [{ key: 'steel', history: [importedEntry('2026-05-04', 'proposed')] }],
    'later',
  );
  const read = await digest.read(NEXT_DAY);
  expect(read.news.map(({ agenda }) => agenda.id)).toEqual(['names', 'later']);
  expect(linesIn(read)).toEqual([
    'grain: on-agenda → in-talks',
    'steel: new, proposed',
    'file: 1 of 1',
  ]);
});

test('an issue of another agenda than the one in use is told of by its name', async () => {
  const { db, digest } = await toldAtNine({ choices: { only: [GRAIN] } });
  await importIssues(db, '2026-05-04T12:00:00Z', [{ key: 'grain', history: [] }], 'later');
  await say(db, 'agenda names', { channelId: 'C0OTHER' });
  await say(db, 'update grain in talks', { channelId: 'C0OTHER' });
  expect(await digest.lines(NEXT_DAY)).toEqual(['grain: on-agenda → in-talks']);
});

test('issues that went stale are told beside other news, once, and alone they are none', async () => {
  const { db, digest } = await toldAtNine({ choices: { staleAfter: 5 } });
  await say(db, 'note fish They will meet.');
  const stale = async (moment: string): Promise<unknown[]> => {
    const { news, composition } = await digest.read(moment);
    const [one] = news;
    return [composition.kind, one?.stale.fresh.map(({ key }) => key).join(), one?.stale.total];
  };
  expect(await stale('2026-05-05T09:00:00Z')).toEqual(['say', '', 0]);
  // Six days after the first of May, and nothing said of it.
  expect((await stale('2026-05-07T09:00:00Z'))[0]).toBe('silent');
  await say(db, 'note fish They met.', { minutes: 4 * DAY });
  expect(await stale('2026-05-09T09:00:00Z')).toEqual(['say', 'ai-talks,grain', 2]);
  await say(db, 'note fish They met again.', { minutes: 5 * DAY });
  expect(await stale('2026-05-10T09:00:00Z')).toEqual(['say', '', 2]);
});

test('a line that nothing changed tells of no stale issues: the next digest does', async () => {
  const { db, digest } = await toldAtNine({ choices: { staleAfter: 5, quiet: false } });
  await say(db, 'note fish They will meet.');
  await digest.read('2026-05-05T09:00:00Z');
  const line = await digest.read('2026-05-07T09:00:00Z');
  expect(line.composition).toMatchObject({ kind: 'say', tellsStale: false });
  await say(db, 'note fish They met.', { minutes: 4 * DAY });
  const { news } = await digest.read('2026-05-08T09:00:00Z');
  expect(news[0]?.stale.fresh.map(({ key }) => key)).toEqual(['ai-talks', 'grain']);
});

test('the first digest that speaks tells what was stale before there was one, and no other does', async () => {
  for (const only of [[], [CONTEXT]]) {
    const db = await deskDb();
    const digest = await DigestReader.begin(db, { choices: { staleAfter: 5, only } });
    expect((await digest.read('2026-06-01T09:00:00Z')).composition.kind).toBe('silent');
    await say(db, 'note fish They met.', { minutes: 28 * DAY });
    const first = await digest.read('2026-06-02T09:00:00Z');
    expect(first.news[0]?.stale.fresh.map(({ key }) => key)).toEqual(['ai-talks', 'grain']);
    expect(textOf(first)).toContain('No entry for 5 days: 2 issues in all');
    await say(db, 'note fish They met again.', { minutes: 29 * DAY });
    const { news, composition } = await digest.read('2026-06-03T09:00:00Z');
    expect([composition.kind, news[0]?.stale.fresh, news[0]?.stale.total]).toEqual(['say', [], 2]);
  }
});

test('stale issues of a narrowed digest are those it is about', async () => {
  const { db, digest } = await toldAtNine({ choices: { staleAfter: 5, only: [GRAIN, TALKS] } });
  await say(db, 'update fish in talks', { minutes: 4 * DAY });
  const { news } = await digest.read('2026-05-09T09:00:00Z');
  expect(news[0]?.stale).toMatchObject({ after: 5, total: 1, fresh: [{ key: 'grain' }] });
});

test('the meeting is told of before it begins, and where somebody asked for one issue it makes nobody speak', async () => {
  const db = await deskDb();
  const setup = { schedule: { times: ['09:00'] }, choices: { daysAhead: 3 } };
  const digest = await DigestReader.begin(db, setup);
  await digest.read('2026-04-20T09:00:00Z');
  const spoke: string[] = [];
  for (const day of ['27', '28', '29', '30']) {
    const read = await digest.read(`2026-04-${day}T09:00:00Z`);
    if (read.composition.kind !== 'say') continue;
    spoke.push(day);
    expect(textOf(read)).toContain('An agenda of names begins');
  }
  // Three days ahead of the first day, of the last one, and on the eve.
  expect(spoke).toEqual(['28', '29', '30']);

  const other = await deskDb();
  const narrow = await DigestReader.begin(other, { choices: { daysAhead: 3, only: [TENSION] } });
  await narrow.read('2026-04-20T09:00:00Z');
  for (const day of ['28', '30'])
    expect((await narrow.read(`2026-04-${day}T09:00:00Z`)).composition.kind).toBe('silent');
});
