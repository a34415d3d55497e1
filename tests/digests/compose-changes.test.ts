import { expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { BOB, deskDb, say } from '../support/desk.ts';
import { DigestReader, type DigestSetup, linesIn, textOf } from '../support/digest-reader.ts';
import { importedEntry, importIssues } from '../support/import-issues.ts';

const NEXT_DAY = '2026-05-05T09:00:00Z';
const DAY_AFTER = '2026-05-06T09:00:00Z';

/** The desk, with a digest that was told at nine. */
async function toldAtNine(setup: DigestSetup = {}): Promise<{ db: Db; digest: DigestReader }> {
  const db = await deskDb();
  const digest = await DigestReader.begin(db, setup);
  await digest.read('2026-05-04T09:00:00Z');
  return { db, digest };
}

test('however often an issue was changed, it has one line, from where it stood to where it stands', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks');
  await say(db, 'update grain agreed because both said so', { who: BOB, minutes: 10 });
  await say(db, 'note grain The text comes on Friday.', { who: BOB, minutes: 20 });

  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['grain: on-agenda → agreed']);
  const [issue] = read.news[0]?.issues ?? [];
  expect(issue).toMatchObject({ action: 'note', by: 'U0BOB', others: 2, matched: [] });
  expect(issue?.entry).toMatchObject({ status: 'agreed', date: '2026-05-04' });
  expect(issue?.entry?.note).toContain('The text comes on Friday.');
  expect(await digest.lines(DAY_AFTER)).toEqual([]);
});

test('where nothing changed, a digest is silent, unless it was asked to say so or is asked now', async () => {
  const { digest } = await toldAtNine();
  expect((await digest.read(NEXT_DAY)).composition.kind).toBe('silent');
  expect((await digest.read('2026-05-05T10:00:00Z', { kind: 'asked' })).composition.kind).toBe(
    'say',
  );

  const loud = await toldAtNine({ choices: { quiet: false } });
  const read = await loud.digest.read(NEXT_DAY);
  expect(read.composition.kind === 'say' && read.composition.parts.length).toBe(1);
  expect(textOf(read)).toMatch(/^Nothing changed/);
});

test('what is changed and taken back before the digest comes is no news', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain agreed because both said so');
  await say(db, 'undo', { minutes: 1 });
  await say(db, 'alias fish trawling', { minutes: 2 });
  await say(db, 'undo', { minutes: 3 });
  await say(db, 'add Kelp quotas', { minutes: 4 });
  await say(db, 'undo', { minutes: 5 });
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual([]);
  expect(read.composition.kind).toBe('silent');
});

test('what was told and then taken back is news: it moved back', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks');
  await say(db, 'update fish in talks');
  await say(db, 'update fish agreed because both said so', { minutes: 1 });
  const soon = await digest.lines('2026-05-04T12:02:00Z');
  expect(soon).toEqual(['fish: on-agenda → agreed', 'grain: on-agenda → in-talks']);

  await say(db, 'undo', { minutes: 3 });
  expect(await digest.lines('2026-05-04T12:03:30Z')).toEqual(['fish: agreed → in-talks']);
  await say(db, 'undo', { minutes: 4 });
  await say(db, 'undo', { minutes: 5 });
  expect((await digest.lines(NEXT_DAY)).toSorted()).toEqual([
    'fish: withdrawn, in-talks → on-agenda',
    'grain: withdrawn, in-talks → on-agenda',
  ]);
});

test('an entry that was put down again is the one that was told', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks');
  await digest.read('2026-05-04T12:01:00Z');
  await say(db, 'update grain agreed because both said so', { minutes: 2 });
  await say(db, 'undo', { minutes: 3 });
  const again = await db
    .selectFrom('standings')
    .select('entry_id')
    .where('issue_key', '=', 'grain')
    .executeTakeFirstOrThrow();
  await say(db, `withdraw ${again.entry_id}`, { minutes: 4 });
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['grain: withdrawn, in-talks → on-agenda']);
  expect(read.news[0]?.issues[0]?.others).toBe(0);
});

test('an issue that was told and then taken back is told once more, by its title', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'add Kelp quotas');
  await say(db, 'update kelp-quotas in talks', { minutes: 1 });
  expect(await digest.lines('2026-05-04T12:02:00Z')).toEqual(['kelp-quotas: new, in-talks']);
  await say(db, 'undo', { minutes: 3 });
  await say(db, 'undo', { minutes: 4 });
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['kelp-quotas: withdrawn, in-talks → null']);
  expect(textOf(read)).toContain('Kelp quotas');
});

test('a withdrawal says where that leaves the issue and why; put down again, it moves again', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain agreed because both said so');
  await digest.read(NEXT_DAY);
  const [{ id }] = (await db
    .selectFrom('entries')
    .select('id')
    .where('status', '=', 'agreed')
    .execute()) as [{ id: string }];
  const minutes = 60 * 24;
  await say(db, `withdraw ${id} because it was denied`, { minutes });
  const read = await digest.read('2026-05-05T12:01:00Z');
  expect(linesIn(read)).toEqual(['grain: withdrawn, agreed → on-agenda']);
  expect(read.news[0]?.issues[0]).toMatchObject({ because: 'it was denied', entry: null });

  await say(db, 'undo', { minutes: minutes + 2 });
  expect(await digest.lines(DAY_AFTER)).toEqual(['grain: on-agenda → agreed']);
});

test('an earlier day that is filled in is an update, and does not move what stands', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks on:2026-05-03');
  await digest.read('2026-05-04T13:00:00Z');
  await say(db, 'update grain on-agenda on:2026-05-02 because the list says so', { minutes: 90 });
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['grain: update, still in-talks']);
  expect(read.news[0]?.issues[0]?.entry).toMatchObject({ date: '2026-05-02' });
});

test('sources, positions, owners and names are facts: the status stays', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'source grain https://news.example/a');
  await say(db, 'alias fish trawling');
  await say(db, 'owner ai-talks me');
  expect((await digest.lines(NEXT_DAY)).toSorted()).toEqual([
    'ai-talks: facts, on-agenda → on-agenda',
    'fish: facts, on-agenda → on-agenda',
    'grain: facts, on-agenda → on-agenda',
  ]);
});

test('of several facts the last is told with what else was changed', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'alias fish trawling');
  await say(db, 'owner fish me', { minutes: 1 });
  const read = await digest.read(NEXT_DAY);
  expect(textOf(read)).toMatch(/changed the owners of .*, and its names$/m);
  const [, details] = read.composition.kind === 'say' ? read.composition.parts : [];
  expect(details?.message.text).toMatch(/, and 1 change before that \(its names\)\.$/m);
});

test('what is entered for a day to come is told beside other news, and speaks on its day', async () => {
  const { db, digest } = await toldAtNine();
  await importIssues(db, '2026-05-04T12:00:00Z', [
    {
      key: 'grain',
      history: [importedEntry('2026-05-01', 'on-agenda'), importedEntry('2026-05-12', 'agreed')],
    },
  ]);
  const ahead = (read: Awaited<ReturnType<typeof digest.read>>): string[] =>
    read.news.flatMap((one) => one.ahead.map(({ date, issue }) => `${date} ${issue?.key}`));

  const first = await digest.read('2026-05-04T13:00:00Z');
  expect(linesIn(first)).toEqual(['file: 0 of 1']);
  expect(first.news[0]?.counts).toEqual(new Map([['on-agenda', 3]]));
  const spoke: string[] = [];
  for (let day = 5; day <= 13; day += 1) {
    const date = `2026-05-${String(day).padStart(2, '0')}`;
    if (day === 7) await say(db, 'note fish They met.', { minutes: 60 * 24 * 2 });
    const read = await digest.read(`${date}T09:00:00Z`);
    if (read.composition.kind === 'say')
      spoke.push([date, ...ahead(read), ...linesIn(read)].join(', '));
  }
  expect(spoke).toEqual([
    '2026-05-07, 2026-05-12 grain, fish: update, still on-agenda',
    '2026-05-12, grain: on-agenda → agreed',
  ]);
});

test('a file is one line, whatever was in it', async () => {
  const { db, digest } = await toldAtNine();
  const many = Array.from({ length: 1000 }, (_, at) => ({
    key: `issue-${at}`,
    history: [importedEntry('2026-05-04', 'proposed')],
  }));
  await importIssues(db, '2026-05-04T12:00:00Z', many);
  const read = await digest.read(NEXT_DAY);
  expect(linesIn(read)).toEqual(['file: 0 of 1000']);
  expect(read.news[0]?.imports).toEqual([
    { by: 'terminal:desk', at: '2026-05-04T12:00:00.000Z', issues: 1000, entries: 1000, told: 0 },
  ]);
  await say(db, 'update issue-7 in talks', { minutes: 60 * 24 });
  expect(await digest.lines(DAY_AFTER)).toEqual(['issue-7: proposed → in-talks']);
});

test.each([1000, 30])(
  'of a file with %i issues, what it says of these days has lines',
  async (size) => {
    const { db, digest } = await toldAtNine();
    const many = Array.from({ length: size }, (_, at) => ({
      key: `issue-${at}`,
      history: [
        importedEntry('2026-05-01', 'proposed'),
        ...(at % 10 === 0 && at < 160 ? [importedEntry('2026-05-04', 'in-talks')] : []),
      ],
    }));
    await importIssues(db, '2026-05-04T12:00:00Z', many);
    const lines = await digest.lines(NEXT_DAY);
    const told = Math.min(16, size / 10);
    expect(lines).toHaveLength(told + 1);
    expect(lines[0]).toBe('issue-0: proposed → in-talks');
    expect(lines.at(-1)).toBe(`file: ${told} of ${size}`);
  },
);

test('what was reported in these days is news of these days, also of a file', async () => {
  const { db, digest } = await toldAtNine();
  const late = { ...importedEntry('2026-05-02', 'on-agenda'), reported: '2026-05-04' };
  await importIssues(db, '2026-05-04T12:00:00Z', [
    { key: 'wheat', history: [importedEntry('2026-05-01', 'proposed'), late] },
    { key: 'maize', history: [importedEntry('2026-05-02', 'on-agenda')] },
    { key: 'grain', history: [importedEntry('2026-05-02', 'stalled')] },
  ]);
  expect(await digest.lines(NEXT_DAY)).toEqual([
    'grain: on-agenda → stalled',
    'wheat: proposed → on-agenda',
    'file: 2 of 3',
  ]);
});

test('the first digest looks back as far as the one before it would have', async () => {
  const db = await deskDb();
  await say(db, 'update grain in talks', { minutes: -60 * 24 * 2 });
  await say(db, 'update fish in talks', { minutes: 0 });
  const digest = await DigestReader.begin(db);
  expect(await digest.lines(NEXT_DAY)).toEqual(['fish: on-agenda → in-talks']);

  const other = await deskDb();
  await say(other, 'update grain in talks', { minutes: -60 * 24 * 2 });
  await say(other, 'update fish in talks', { minutes: 0 });
  const weekly = await DigestReader.begin(other, { schedule: { every: 'week', days: [6] } });
  expect(await weekly.lines('2026-05-09T09:00:00Z')).toEqual([
    'fish: on-agenda → in-talks',
    'grain: on-agenda → in-talks',
  ]);
});

test('a digest that was not posted leaves its stretch to the next', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks');
  await digest.read(NEXT_DAY);
  await db
    .updateTable('digest_slots')
    .set({ state: 'failed' })
    .where('slot_at', '=', '2026-05-05T09:00:00.000Z')
    .execute();
  expect(await digest.lines(DAY_AFTER)).toEqual(['grain: on-agenda → in-talks']);
});

test('a clock that was ahead and went back leaves nothing out and tells nothing twice', async () => {
  const { db, digest } = await toldAtNine();
  await say(db, 'update grain in talks');
  expect(await digest.lines('2027-01-01T09:00:00Z')).toEqual(['grain: on-agenda → in-talks']);
  await say(db, 'update fish in talks', { minutes: 1 });
  expect(await digest.lines(NEXT_DAY)).toEqual(['fish: on-agenda → in-talks']);
  await say(db, 'update fish agreed because both said so', { minutes: 60 * 24 });
  expect(await digest.lines(DAY_AFTER)).toEqual(['fish: in-talks → agreed']);
});

test('where a later agenda came into use, the old one is told no more', async () => {
  const { db, digest } = await toldAtNine();
  await importIssues(db, '2026-05-04T12:00:00Z', [{ key: 'steel', history: [] }], 'later');
  await say(db, 'update grain in talks');
  expect(await digest.lines(NEXT_DAY)).toEqual(['file: 0 of 1']);
});
