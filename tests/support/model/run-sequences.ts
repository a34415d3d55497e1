import assert from 'node:assert/strict';
import fc from 'fast-check';
import { revisionOf } from '../../../db/audit-log.ts';
import { closeDatabase, type Db } from '../../../db/open.ts';
import { readAuditHead } from '../../../db/record/audit.ts';
import type { Person, Reply } from '../../../commands/command.ts';
import { chooseAgendaFor } from '../../../src/changes/choose-agenda.ts';
import { importAgenda } from '../../../src/changes/import-agenda.ts';
import { verifyRecord } from '../../../src/changes/verify-record.ts';
import { ask } from '../ask.ts';
import { emptyDb } from '../db.ts';
import { documentOf, FILED_PAGE, filed, firstEntries } from './first-document.ts';
import type { Told } from './paper.ts';
import { RecordModel } from './record-model.ts';
import { FILED_KEYS, type IssueKey, type Request, wordsFor } from './requests.ts';
import { sequences, START, type Step, type What } from './steps.ts';
import { compareAll, plainText } from './what-is-seen.ts';

/** Sequences that share one record, each with an agenda and people of its own. */
const SEQUENCES_A_RECORD = 250;
const IMPORTER = 'terminal:desk';
const ZONES = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Tries random sequences of commands on a record and on the model; throws at the first difference. */
export async function runSequences(runs: number, seed?: number): Promise<void> {
  const most = Math.min(runs, SEQUENCES_A_RECORD);
  let shared = { db: await recordFor(most), sequences: 0 };
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      if (shared.sequences === most) {
        await verifyAndClose(shared.db);
        shared = { db: await recordFor(most), sequences: 0 };
      }
      shared.sequences += 1;
      await runSequence(shared.db, shared.sequences, steps);
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
  await verifyAndClose(shared.db);
}

/** A record with an agenda for each of so many sequences. */
async function recordFor(count: number): Promise<Db> {
  const db = await emptyDb();
  const recorder = { by: IMPORTER, at: Temporal.Instant.fromEpochMilliseconds(START - DAY) };
  for (let number = 1; number <= count; number += 1) {
    const document = documentOf(`agenda-${number}`, firstEntries);
    await importAgenda(db, document, { recorder, emptyHistories: true });
  }
  return db;
}

async function verifyAndClose(db: Db): Promise<void> {
  const verdict = await verifyRecord(db, null);
  assert.equal(verdict.kind, 'whole', JSON.stringify(verdict));
  await closeDatabase(db);
}

interface Scene {
  readonly db: Db;
  readonly agendaId: string;
  readonly channelId: string;
  readonly people: readonly Person[];
  readonly model: RecordModel;
}

/** Something that was said, as it may be delivered again. */
interface Delivery {
  readonly request: Request;
  readonly words: string;
  readonly who: Person;
  readonly inputId: string;
}

async function runSequence(db: Db, number: number, steps: readonly Step[]): Promise<void> {
  const scene: Scene = {
    db,
    agendaId: `agenda-${number}`,
    channelId: `C${number}`,
    people: ZONES.map((timeZone, at) => ({ id: `U${number}P${at}`, timeZone })),
    model: new RecordModel(),
  };
  await setUp(scene);
  const delivered: Delivery[] = [];
  let now = START;
  for (const step of steps) {
    now += step.wait * 1000;
    const [who] = scene.people.slice(step.who);
    if (who === undefined) continue;
    if (step.what.kind === 'import') {
      await importAgain(scene, step.what, now);
      continue;
    }
    const again = step.replays === null ? undefined : delivered.at(-step.replays);
    const delivery = again ?? (await newDelivery(scene, step.what, step, who, now, delivered));
    delivered.push(delivery);
    await deliver(scene, delivery, now);
  }

  // Where the day begins first, so that all that was recorded is of days that have come.
  const reader: Person = { id: `U${number}R`, timeZone: 'Asia/Tokyo' };
  const read = async (words: string): Promise<string> =>
    plainText((await say(scene, words, reader, now, null)).message.text);
  const pastDay = dayOf(now - 2 * DAY);
  await compareAll(db, scene.agendaId, scene.model, read, pastDay);
}

async function setUp(scene: Scene): Promise<void> {
  const { db, agendaId, channelId, model } = scene;
  const { address, publisher, date, url } = FILED_PAGE;
  model.sources.set(address, { publisher, date, url });
  for (const key of FILED_KEYS) model.import(key, firstEntries(key), IMPORTER);
  const [first] = scene.people;
  if (first !== undefined) {
    const at = Temporal.Instant.fromEpochMilliseconds(START - DAY);
    const choice = { teamId: 'T0SUMMIT', channelId, agendaId };
    await chooseAgendaFor(db, choice, { by: first.id, at, inputId: null, deed: 'agenda' });
  }
  await followImport(scene);
}

/** How many lines a file comes to is not what the model is about. */
async function followImport({ db, agendaId, model }: Scene): Promise<void> {
  model.line = (await readAuditHead(db)).seq;
  for (const key of FILED_KEYS) model.revisions.set(key, await revisionOf(db, agendaId, key));
}

/** The file once more, with another entry in it. */
async function importAgain(
  scene: Scene,
  { issue, status, daysAgo, note }: Extract<What, { kind: 'import' }>,
  now: number,
): Promise<void> {
  const { db, agendaId, model } = scene;
  const added = filed(dayOf(now - daysAgo * DAY), status, note);
  const entriesOf = (key: IssueKey) => {
    const entries = firstEntries(key).filter(({ date }) => key !== issue || date !== added.date);
    return (key === issue ? [...entries, added] : entries).toSorted((one, other) =>
      one.date < other.date ? -1 : 1,
    );
  };
  const recorder = { by: IMPORTER, at: Temporal.Instant.fromEpochMilliseconds(now) };
  const options = { recorder, emptyHistories: true };
  const outcome = await importAgenda(db, documentOf(agendaId, entriesOf), options);
  assert.equal(outcome.kind, 'imported', JSON.stringify(outcome));
  for (const key of FILED_KEYS) model.import(key, entriesOf(key), IMPORTER);
  await followImport(scene);
}

async function newDelivery(
  scene: Scene,
  what: Exclude<What, { kind: 'import' }>,
  step: Step,
  who: Person,
  now: number,
  delivered: readonly Delivery[],
): Promise<Delivery> {
  const today = todayOf(who, now);
  const request = await requestFor(scene, what, step.over, today);
  return {
    request,
    words: wordsFor(request),
    who,
    inputId: `${scene.agendaId} ${delivered.length}`,
  };
}

async function deliver(scene: Scene, delivery: Delivery, now: number): Promise<void> {
  const { request, words, who, inputId } = delivery;
  const expected = scene.model.answer(request, {
    by: who.id,
    at: now,
    today: todayOf(who, now),
    inputId,
  });
  const reply = await say(scene, words, who, now, inputId);
  const text = plainText(reply.message.text);
  const at = `${new Date(now).toISOString()} ${who.id}: ${words}\n${text}`;
  assert.equal(kindOf(text), expected.kind, at);
  for (const part of expected.says) assert.ok(text.includes(part), `“${part}” is not in ${at}`);
}

async function say(
  { db, channelId }: Scene,
  words: string,
  who: Person,
  now: number,
  inputId: string | null,
): Promise<Reply> {
  const instant = Temporal.Instant.fromEpochMilliseconds(now);
  return ask(db, words, { who, channelId, now: instant, inputId });
}

/** What an answer amounts to. */
function kindOf(text: string): Told['kind'] | undefined {
  return ANSWERS.find(([pattern]) => pattern.test(text))?.[1];
}

const ANSWERS: readonly (readonly [RegExp, Told['kind']])[] = [
  [/^That was recorded already/, 'repeated'],
  [/^No issue answers to/, 'no issue'],
  [/^“.*” is on the agenda already/, 'there already'],
  [/Yours is not recorded yet/, 'overtaken'],
  [/Nothing was changed\.$/m, 'as it was'],
  [/^Issues hardly ever go/, 'reason wanted'],
  [/^Say where it stands/, 'status wanted'],
  [/is still to come/, 'still to come'],
  [/^Nothing is recorded of/, 'missing'],
  [/^Taken back:/, 'undone'],
  [/has been changed again since/, 'built on'],
  [/^You changed nothing/, 'nothing to undo'],
  [/^Withdrawn from/, 'withdrawn'],
  [/^That entry was withdrawn or replaced before/, 'ended'],
  [/ does not answer to /, 'unknown name'],
  [
    /^Recorded for|^Added |now answers to|no longer answers|holds no position|is now kept here by|in charge is now/,
    'recorded',
  ],
];

/** A step with the days, lines and ids it comes to. */
async function requestFor(
  scene: Scene,
  what: Exclude<What, { kind: 'import' }>,
  shown: Step['over'],
  today: string,
): Promise<Request> {
  if (what.kind === 'undo' || what.kind === 'add') return what;
  const { model } = scene;
  const { issue } = what;
  const revision = model.revisions.get(issue) ?? 0;
  const stale = revision === 0 ? null : revision - 1;
  const over = { none: null, right: revision, stale }[shown];
  const dayAgo = (days: number): string => dayOf(Date.parse(today) - days * DAY);
  switch (what.kind) {
    case 'entry': {
      const { daysAgo, ...rest } = what;
      const isEmpty = rest.word === 'note' && rest.note === '' && rest.sources.length === 0;
      return {
        ...rest,
        status: rest.word === 'note' ? null : rest.status,
        note: isEmpty ? 'noted' : rest.note,
        day: daysAgo === 0 ? null : dayAgo(daysAgo),
        over,
      };
    }
    case 'source': {
      const { daysAgo, source } = what;
      const day = daysAgo === null ? null : dayAgo(daysAgo);
      return { kind: 'source', issue, source, day, over };
    }
    case 'withdraw':
      return { ...what, entry: await entryFor(scene, what, dayAgo), over };
    case 'desk': {
      const { person, removing } = what;
      return { kind: 'desk', issue, user: scene.people[person]?.id ?? '', removing, over };
    }
    case 'alias':
    case 'official':
    case 'position':
      return { ...what, over };
  }
}

async function entryFor(
  { db, agendaId, model }: Scene,
  { issue, entry }: Extract<What, { kind: 'withdraw' }>,
  dayAgo: (days: number) => string,
): Promise<Extract<Request, { kind: 'withdraw' }>['entry']> {
  if (entry === 'last') return { day: model.counting(issue)[0]?.date ?? dayAgo(0) };
  if ('daysAgo' in entry) return { day: dayAgo(entry.daysAgo) };
  const all = model.entries.filter((one) => one.issue === issue && !one.isGone);
  const wanted = all[entry.index % all.length];
  const ids = await idsOf(db, agendaId, issue);
  if (wanted === undefined) return { day: dayAgo(0) };
  return { number: wanted.number, id: ids[all.indexOf(wanted)] ?? '' };
}

/** In the order they were recorded. */
async function idsOf(db: Db, agendaId: string, issue: IssueKey): Promise<string[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'date', 'recorded_at'])
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', issue)
    .orderBy((is) => is.ref('rowid' as 'id'))
    .execute();
  return rows.map(({ id }) => id);
}

/** The later of the asker's day and the venue's, which is UTC's. */
function todayOf({ timeZone }: Person, now: number): string {
  return dayOf(timeZone === 'Asia/Tokyo' ? now + 9 * HOUR : now);
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
