import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase, type Tx } from '../../db/open.ts';
import { rememberInput } from '../../db/inputs.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { troubleOf } from '../../db/trouble.ts';
import { record } from '../../src/changes/record.ts';

let path: string;
let db: Db;
/** Another program at the same file. */
let other: Database.Database;

beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  db = await openDatabase(`sqlite:${path}`);
  other = new Database(path);
  return async () => {
    other.close();
    await closeDatabase(db);
  };
});

describe('changes that arrive together', () => {
  test('share one commit, and are made in the order in which they came', async () => {
    const before = commits();
    await Promise.all(names(200).map((name) => record(db, (tx) => log(tx, name))));
    expect(logged()).toEqual(names(200));
    expect(commits()).toBe(before + 1);
  });

  test('share a second one when they are very many', async () => {
    const before = commits();
    await Promise.all(names(300).map((name) => record(db, (tx) => log(tx, name))));
    expect(logged()).toEqual(names(300));
    expect(commits()).toBe(before + 2);
  });

  test('are on the disk when whoever asked is told, and not before', async () => {
    const seen: string[][] = [];
    await Promise.all(
      names(3).map(async (name) => {
        await record(db, async (tx) => {
          await log(tx, name);
          seen.push(logged());
        });
        expect(logged()).toEqual(names(3));
      }),
    );
    expect(seen).toEqual([[], [], []]);
  });

  test('do not fail with one of them that does', async () => {
    const outcomes = await Promise.allSettled(
      names(9).map((name) =>
        record(db, async (tx) => {
          await log(tx, name);
          if (name === '5') throw new Error('Not this one');
          return name;
        }),
      ),
    );
    expect(outcomes.map((one) => one.status === 'fulfilled' && one.value)).toEqual(
      names(9).map((name) => name !== '5' && name),
    );
    expect(outcomes[4]).toMatchObject({ reason: { message: 'Not this one' } });
    expect(logged()).toEqual(names(9).filter((name) => name !== '5'));
  });

  test('do not fail with one that the commit itself refuses', async () => {
    const outcomes = await Promise.allSettled(
      names(5).map((name) =>
        record(db, async (tx) => {
          await log(tx, name);
          if (name === '2') await ownAnIssueThatIsNot(tx);
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(outcomes[1]).toMatchObject({ reason: { message: 'FOREIGN KEY constraint failed' } });
    expect(logged()).toEqual(['1', '3', '4', '5']);
  });

  test('all fail when there is no room, change nothing, and are made once there is', async () => {
    const pages = await pragma('page_count');
    await pragma(`max_page_count = ${pages}`);
    const long = 'x'.repeat(100_000);
    const ask = async (): Promise<PromiseSettledResult<void>[]> =>
      Promise.allSettled(names(20).map((name) => record(db, (tx) => log(tx, name, long))));

    const refused = await ask();
    expect(refused.map((one) => one.status === 'rejected' && troubleOf(one.reason))).toEqual(
      names(20).map(() => 'disk-full'),
    );
    expect(logged()).toEqual([]);

    await pragma('max_page_count = 1000000');
    expect((await ask()).map(({ status }) => status)).toEqual(names(20).map(() => 'fulfilled'));
    expect(logged()).toEqual(names(20));
  });
});

test('a change that goes on after SQLite has taken all back writes nothing', async () => {
  await pragma(`max_page_count = ${await pragma('page_count')}`);
  const asked = record(db, async (tx) => {
    await log(tx, '1');
    const filled = rememberInput(tx, 'x'.repeat(100_000), '2023-11-15T04:00:00Z');
    await expect(filled).rejects.toThrow('full');
    await log(tx, '2');
  });
  await expect(asked).rejects.toThrow('The transaction is over');
  expect(logged()).toEqual([]);
});

describe('while another program holds the record', () => {
  test('changes wait, whoever comes meanwhile joins them, and reads go on', async () => {
    const before = commits();
    other.exec('begin immediate');
    const first = record(db, (tx) => log(tx, '1'));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    const second = record(db, (tx) => log(tx, '2'));
    expect(await db.selectFrom('audit_lines').selectAll().execute()).toEqual([]);
    other.exec('rollback');
    await Promise.all([first, second]);
    expect(logged()).toEqual(['1', '2']);
    expect(commits()).toBe(before + 1);
  });

  test('nobody waits longer because somebody else waited before them', async () => {
    other.exec('begin immediate');
    const began = performance.now();
    const waited = async (name: string): Promise<number> => {
      const outcome = record(db, (tx) => log(tx, name));
      await expect(outcome.catch(troubleOf)).resolves.toBe('locked');
      return performance.now() - began;
    };
    const first = waited('1');
    for (let turns = 0; turns < 5; turns += 1) await turn();
    const [one, two] = await Promise.all([first, waited('2')]);
    expect(two - one).toBeLessThan(one / 2);
    const later = record(db, (tx) => log(tx, '3'));
    other.exec('rollback');
    await later;
    expect(logged()).toEqual(['3']);
  });
});

test('a record that is closed meanwhile holds what was acknowledged and nothing else', async () => {
  const asked = names(600).map(async (name) => {
    await record(db, (tx) => log(tx, name));
    return name;
  });
  const first = await Promise.race(asked);
  await closeDatabase(db);
  const outcomes = await Promise.allSettled(asked);
  const acknowledged = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(acknowledged).toContain(first);
  expect(acknowledged.length).toBeLessThan(600);
  expect(logged()).toEqual(acknowledged);
});

test('whatever comes when, each change is made once and whole or not at all, in order', async () => {
  const one = fc.record({
    /** Turns of the event loop before it comes. */
    after: fc.nat({ max: 6 }),
    /** Turns it takes, as long as it is nothing but reading and writing. */
    takes: fc.nat({ max: 2 }),
    fails: fc.constantFrom('no', 'no', 'no', 'before it writes', 'after it writes', 'at commit'),
    /** Asks for another change as soon as it is made. */
    goesOn: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 12 }), async (plans) => {
      const start = logged().length;
      const asked: string[] = [];
      const outcomes = await Promise.all(
        plans.map(async ({ after, takes, fails, goesOn }, number) => {
          for (let turns = 0; turns < after; turns += 1) await turn();
          const ask = async (name: string): Promise<readonly [string, boolean]> => {
            asked.push(name);
            const change = record(db, async (tx) => {
              if (fails === 'before it writes') throw new Error(fails);
              await log(tx, name);
              for (let reads = 0; reads < takes; reads += 1) await countLines(tx);
              if (fails === 'after it writes') throw new Error(fails);
              if (fails === 'at commit') await ownAnIssueThatIsNot(tx);
              return name;
            });
            return change.then(
              (made) => [made, true] as const,
              () => [name, false] as const,
            );
          };
          const outcome = [await ask(`${number}`)];
          return goesOn ? [...outcome, await ask(`${number} again`)] : outcome;
        }),
      );
      const made = new Map(outcomes.flat());
      for (const [name, isMade] of made) {
        expect(isMade).toBe(plans[Number.parseInt(name, 10)]?.fails === 'no');
      }
      expect(logged().slice(start)).toEqual(asked.filter((name) => made.get(name)));
    }),
    { numRuns: 60 },
  );
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `${number + 1}`);
}

/** Writes a line to the log under a name. */
async function log(tx: Tx, name: string, details = ''): Promise<void> {
  await addAuditLine(tx, {
    at: '2023-11-15T04:00:00Z',
    by: name,
    action: 'note',
    agendaId: null,
    issueKey: null,
    details: { details },
    writes: [],
  });
}

/** Breaks a rule that is looked at when the transaction ends. */
async function ownAnIssueThatIsNot(tx: Tx): Promise<void> {
  await sql`pragma defer_foreign_keys = on`.execute(tx);
  await tx
    .insertInto('desk_owners')
    .values({ agenda_id: 'a', issue_key: 'b', team_id: 'c', user_id: 'd', since: '2023-11-15' })
    .execute();
}

async function countLines(tx: Tx): Promise<void> {
  await tx.selectFrom('audit_lines').select('seq').execute();
}

async function pragma(words: string): Promise<number> {
  const { rows } = await sql<object>`pragma ${sql.raw(words)}`.execute(db);
  return Number(Object.values(rows[0] ?? {})[0]);
}

/** The names in the log, as another program reads them. */
function logged(): string[] {
  return other.prepare<[], string>('select "by" from audit_lines order by seq').pluck().all();
}

const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** How many commits the write-ahead log holds: each ends in a frame that tells the size of the file. */
function commits(): number {
  const wal = readFileSync(`${path}-wal`);
  const frame = FRAME_HEADER + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let found = 0;
  for (let at = WAL_HEADER; at + frame <= wal.length; at += frame) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) > 0) found += 1;
  }
  return found;
}
