import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { ask } from '../support/ask.ts';
import { exampleAgenda, put } from '../support/db.ts';
import { openToAll } from '../support/tamper.ts';
import { terminal } from './run-terminal.ts';

let folder: string;
/** The end of the log, as verify said it. */
let anchor: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'summit-'));
  const db = await openDatabase(`sqlite:${folder}/whole.db`);
  await put(db, exampleAgenda());
  await ask(db, 'agenda biden-xi-2023');
  await ask(db, 'update fentanyl stalled because no date was set');
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  await closeDatabase(db);
  const { out } = await verify('whole');
  anchor = /ends in (\S+)\.\n$/.exec(out)?.[1] ?? '';
});

describe('verify', () => {
  test('says how much is whole, and how the log ends', async () => {
    const { out, err, code } = await verify('whole');
    expect(out).toMatch(
      /^The record is whole: 22 changes, 93 entries\. It ends in 22:[\w-]{43}\.\n$/,
    );
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(await verify('whole', anchor)).toMatchObject({ out, code: 0 });
  });

  test.each([
    [
      'an entry',
      sql`update entries set note = 'Agreed to everything.' where recorded_by = 'U0ALICE'`,
      /^The entry \w{12} of 14 Nov 2023 on “Curbs on exports of fentanyl precursor chemicals” \(fentanyl\) of “.+” \(biden-xi-2023\) was altered: it is not what audit line 22 wrote\.\n$/,
    ],
    [
      'an entry that was made to count for nothing',
      sql`update entries set ended_at = '2023-11-16' where issue_key = 'taiwan' and date = (select min(date) from entries where issue_key = 'taiwan')`,
      /^How the entry \w{12} of .+ ended on .+ \(taiwan\) of .+ was altered: no line ended it after audit line \d+ wrote it\.\n$/,
    ],
    [
      'an entry that was taken out',
      sql`delete from entries where recorded_by = 'U0ALICE'`,
      /^The entry \w{12} on .+ \(fentanyl\) of .+ is missing: audit line 22 wrote it, and no line took it away\.\n$/,
    ],
    [
      'a source',
      sql`update sources set url = 'https://elsewhere.example/' where id = (select min(id) from sources)`,
      /^The source \S+ of “.+” \(biden-xi-2023\) was altered: it is not what audit line 1 wrote\.\n$/,
    ],
    [
      'an alias',
      sql`insert into aliases values ('biden-xi-2023', 'taiwan', 99, 'another')`,
      /^What is said of the issue on .+ \(taiwan\) of .+ was altered: it is not what audit line \d+ wrote\.\n$/,
    ],
    [
      'the agenda of a channel',
      sql`update channel_agendas set chosen_by = 'U0BOB'`,
      /^The agenda chosen in T0SUMMIT\/C0DESK .+ was altered: it is not what audit line 21 wrote\.\n$/,
    ],
    [
      'a card',
      sql`update issue_cards set card = replace(card, '"stalled"', '"agreed"') where issue_key = 'fentanyl'`,
      /^What is kept in issue_cards on .+ \(fentanyl\) of .+ was altered: the entries say otherwise\.\n$/,
    ],
    [
      'a line',
      sql`update audit_lines set by = 'U0BOB' where seq = 22`,
      /^Audit line 22 was altered: “update” by U0BOB on 15 Nov 2023 does not follow from the line before it\.\n$/,
    ],
    [
      'a line that was taken out',
      sql`delete from audit_lines where seq = 7`,
      /^Audit line 7 is missing: the log goes on after it\.\n$/,
    ],
  ])('names %s', async (_, statement, named) => {
    const { out, err, code } = await verify(await copyWith(statement));
    expect(err).toMatch(named);
    expect({ out, code }).toEqual({ out: '', code: 1 });
  });

  test('finds with the end kept from before that lines were cut off, or made anew', async () => {
    const cut = await copyWith(
      sql`delete from audit_lines where seq > 20`,
      sql`delete from channel_agendas`,
      sql`delete from entries where recorded_by = 'U0ALICE'`,
    );
    const { err, code } = await verify(cut, anchor);
    expect(err).toBe(
      'The end of the log was cut off: it ends at line 20, and at least 2 lines came after it.\n',
    );
    expect(code).toBe(1);
    const other = await verify('whole', anchor.replace(/^22/, '21'));
    expect(other).toMatchObject({
      err: 'The log was made anew: line 21 is not the one that was kept.\n',
      code: 1,
    });
  });

  test.each([['elsewhere'], ['22:short']])('%s is no end of a log', async (typed) => {
    const { err, code } = await verify('whole', typed);
    expect({ lines: err.split('\n').length, code }).toEqual({ lines: 2, code: 2 });
  });
});

let copies = 0;

/** The name of a copy of the record that somebody wrote to with a tool of their own. */
async function copyWith(...statements: readonly RawBuilder<unknown>[]): Promise<string> {
  copies += 1;
  const name = `copy-${copies}`;
  copyFileSync(`${folder}/whole.db`, `${folder}/${name}.db`);
  const db = await openDatabase(`sqlite:${folder}/${name}.db`);
  await openToAll(db);
  for (const statement of statements) await statement.execute(db);
  await closeDatabase(db);
  return name;
}

function verify(name: string, ...words: readonly string[]) {
  return terminal(['verify', ...words], `${folder}/${name}.db`);
}
