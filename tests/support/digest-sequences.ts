import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Db } from '../../db/open.ts';
import { dayIn } from '../../src/agenda/days.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { tellableOn } from '../../src/agenda/tellable.ts';
import { ask } from './ask.ts';
import { BOB, deskDb } from './desk.ts';
import { DigestReader, linesIn } from './digest-reader.ts';
import { importedEntry, importIssues } from './import-issues.ts';

const AGENDA_ZONE = 'UTC';
const KEYS = ['grain', 'fish', 'ai-talks'];
const STATUSES: readonly StatusKey[] = [
  'on-agenda',
  'in-talks',
  'agreed',
  'stalled',
  'implementing',
];
const CAROL = { id: 'U0CAROL', timeZone: 'Asia/Tokyo' };

type Step =
  | { readonly kind: 'say'; readonly words: string; readonly isCarol: boolean }
  | { readonly kind: 'withdraw'; readonly which: number; readonly isCarol: boolean }
  | {
      readonly kind: 'file';
      readonly issue: string;
      readonly status: StatusKey;
      readonly days: number;
    }
  | { readonly kind: 'digest' };

type Sequence = readonly { readonly step: Step; readonly minutes: number }[];

/**
 * Tries so many random sequences of changes, cut into spans by digests at random moments, and
 * holds what is told against the record itself, looked at each time a digest came.
 */
export async function runDigestSequences(runs: number, seed?: number): Promise<void> {
  const property = fc.asyncProperty(sequences, zones, tellsAll);
  await fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) });
}

const zones = fc.constantFrom('UTC', 'Pacific/Auckland', 'America/Los_Angeles');
const issue = fc.constantFrom(...KEYS, 'kelp');
const status = fc.constantFrom(...STATUSES);
const day = fc.constantFrom('', '', '', ' on:2026-05-02', ' on:2026-05-03');
const word = fc.constantFrom('one', 'two', 'three');

const words = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(issue, status, word, day)
      .map(([key, to, why, on]) => `update ${key} ${to} because ${why}${on}`),
  },
  { weight: 2, arbitrary: fc.tuple(issue, word).map(([key, what]) => `note ${key} ${what}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(issue, word)
      .map(([key, what]) => `source ${key} https://x.example/${what}`),
  },
  { weight: 1, arbitrary: fc.tuple(issue, word).map(([key, what]) => `alias ${key} also ${what}`) },
  { weight: 4, arbitrary: fc.constant('undo') },
  { weight: 1, arbitrary: fc.constant('add Kelp') },
);
const said = fc.record({ kind: fc.constant('say' as const), words, isCarol: fc.boolean() });
const withdrawn = fc.record({
  kind: fc.constant('withdraw' as const),
  which: fc.nat(5),
  isCarol: fc.boolean(),
});
const filed = fc.record({
  kind: fc.constant('file' as const),
  issue: fc.constantFrom(...KEYS),
  status,
  days: fc.integer({ min: -3, max: 4 }),
});
const digest = fc.constant({ kind: 'digest' as const });
const sequences: fc.Arbitrary<Sequence> = fc.array(
  fc.record({
    step: fc.oneof(
      { weight: 12, arbitrary: said },
      { weight: 2, arbitrary: withdrawn },
      { weight: 2, arbitrary: filed },
      { weight: 6, arbitrary: digest },
    ),
    minutes: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 300, max: 2500 })),
  }),
  { minLength: 4, maxLength: 30 },
);

async function tellsAll(sequence: Sequence, timeZone: string): Promise<void> {
  const db = await deskDb();
  const setup = { schedule: { timeZone }, choices: { daysAhead: 0 } };
  const reader = await DigestReader.begin(db, setup);
  let now = Temporal.Instant.from('2026-05-04T03:00:00Z');
  await reader.read(now.toString());
  const listener = new Listener(timeZone, await standing(db, dayAt(now, timeZone)));
  for (const { step, minutes } of sequence) {
    now = now.add({ minutes: minutes + 1 });
    if (step.kind === 'digest') await listener.listen(db, reader, now);
    else await take(db, step, now);
  }
  await listener.listen(db, reader, now.add({ hours: 1 }));
  // Nobody did anything since, and no day came.
  const again = await reader.read(now.add({ hours: 1, milliseconds: 1 }).toString());
  assert.deepEqual(linesIn(again), []);
  await db.destroy();
}

async function take(
  db: Db,
  step: Exclude<Step, { kind: 'digest' }>,
  now: Temporal.Instant,
): Promise<void> {
  switch (step.kind) {
    case 'say':
      await ask(db, step.words, { now, who: step.isCarol ? CAROL : BOB });
      return;
    case 'withdraw': {
      const rows = await db
        .selectFrom('entries')
        .select('id')
        .where('ended_at', 'is', null)
        .orderBy('id', 'desc')
        .execute();
      const id = rows[step.which]?.id;
      if (id !== undefined)
        await ask(db, `withdraw ${id}`, { now, who: step.isCarol ? CAROL : BOB });
      return;
    }
    case 'file': {
      const date = Temporal.PlainDate.from(dayIn(now, AGENDA_ZONE))
        .add({ days: step.days })
        .toString();
      await importIssues(db, now.toString(), [
        { key: step.issue, history: [importedEntry(date, step.status)] },
      ]);
    }
  }
}

/** Whoever reads every digest, and knows from them alone where each issue stands. */
class Listener {
  readonly #timeZone: string;
  readonly #told = new Set<string>();
  #heard: ReadonlyMap<string, Standing>;
  #line = 0;

  constructor(timeZone: string, heard: ReadonlyMap<string, Standing>) {
    this.#timeZone = timeZone;
    this.#heard = heard;
  }

  async listen(db: Db, reader: DigestReader, now: Temporal.Instant): Promise<void> {
    const { news } = await reader.read(now.toString());
    const stands = await standing(db, dayAt(now, this.#timeZone));
    const lines = new Map(
      news.flatMap(({ issues }) => issues.map((one) => [one.key, one] as const)),
    );
    assert.equal(lines.size, news.flatMap(({ issues }) => issues).length);
    const doneTo = await this.#doneSince(db);

    for (const key of new Set([...this.#heard.keys(), ...stands.keys(), ...lines.keys()])) {
      const before = this.#heard.get(key);
      const after = stands.get(key);
      const line = lines.get(key);
      const where = { from: before?.status ?? null, to: after?.status ?? null };
      const done = doneTo.get(key) ?? [];
      const isByFile = done.length > 0 && done.every((action) => action === 'import');
      const isOtherwise = before?.content !== after?.content;
      // Each line begins where the last one ended, and ends where the issue stands.
      if (line !== undefined)
        assert.deepEqual({ key, from: line.from, to: line.to }, { key, ...where });
      else if (where.from !== where.to || (isOtherwise && !isByFile))
        assert.fail(`${key} is not told`);
      else continue;
      if (!isOtherwise) assert.notDeepEqual(done, [], `${key} is told for nothing`);
      if (line.entry === null) continue;
      assert.ok(!this.#told.has(line.entry.id), `${key} is told twice`);
      this.#told.add(line.entry.id);
    }
    this.#heard = stands;
  }

  /** What was done to each issue since the last digest and not taken back, by its word. */
  async #doneSince(db: Db): Promise<ReadonlyMap<string, string[]>> {
    const rows = await db
      .selectFrom('audit_lines')
      .select(['seq', 'issue_key', 'action', 'details'])
      .where('seq', '>', this.#line)
      .where('issue_key', 'is not', null)
      .orderBy('seq')
      .execute();
    this.#line = rows.at(-1)?.seq ?? this.#line;
    const undoing = new Map(rows.map(({ seq, details }) => [JSON.parse(details).undoes, seq]));
    const undone = rows.flatMap(({ seq }) => (undoing.has(seq) ? [seq, undoing.get(seq)] : []));
    const left = rows.filter(({ seq }) => !undone.includes(seq));
    const byKey = Map.groupBy(left, (row) => row.issue_key ?? '');
    return new Map([...byKey].map(([key, lines]) => [key, lines.map(({ action }) => action)]));
  }
}

interface Standing {
  readonly status: StatusKey;
  /** All that its entries say. */
  readonly content: string;
}

/** Where each issue stands as of a day, by all of its entries. */
async function standing(db: Db, today: string): Promise<ReadonlyMap<string, Standing>> {
  const rows = await db
    .selectFrom('entries')
    .select(['issue_key as key', 'date', 'precision', 'status', 'note', 'attribution'])
    .where('ended_at', 'is', null)
    .orderBy('date')
    .execute();
  const byKey = Map.groupBy(
    rows.filter((row) => tellableOn(row) <= today),
    ({ key }) => key,
  );
  return new Map(
    [...byKey].flatMap(([key, entries]): [string, Standing][] => {
      const last = entries.at(-1);
      return last === undefined
        ? []
        : [[key, { status: last.status, content: JSON.stringify(entries) }]];
    }),
  );
}

/** Where the digest goes or at the venue, whichever is later. */
function dayAt(now: Temporal.Instant, timeZone: string): string {
  const [here, there] = [dayIn(now, timeZone), dayIn(now, AGENDA_ZONE)];
  return here > there ? here : there;
}
