import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { startSlack } from '../sandbox/slack.ts';
import { importAgendaFile } from '../src/changes/import-agenda.ts';
import { NightlyBackups } from '../src/nightly-backups.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './slack/running-bot.ts';
import { writeBigAgenda } from './support/big-agenda.ts';
import { overwrite } from './terminal/notes-in.ts';
import { terminal } from './terminal/run-terminal.ts';

const MIDNIGHT = Temporal.Instant.from('2026-01-05T00:00:00Z');

describe('nightly backups', () => {
  test('are made once a day, and the last ones stay', async () => {
    const nights = await nightsOf(await exampleDatabase(), { kept: 3 });
    for (let hour = 0; hour <= 5 * 24; hour += 1) await nights.lookAt(hour);
    expect(nights.files()).toEqual([
      'summit-2026-01-08T00-00-00Z.db',
      'summit-2026-01-09T00-00-00Z.db',
      'summit-2026-01-10T00-00-00Z.db',
    ]);
    const file = join(nights.folder, 'summit-2026-01-10T00-00-00Z.db');
    expect(nights.logged('The record is backed up')).toHaveLength(6);
    const { logEnds, ...last } = nights.logged('The record is backed up').at(-1) ?? {};
    expect(last).toMatchObject({ file, agendas: 1, issues: 19, entries: 92 });
    expect((await terminal(['verify', String(logEnds)], file)).out).toMatch(
      /^The record is whole: .* 92 entries/,
    );
    await nights.close();
  });

  test('count from the time in the name, and one from the future counts for nothing', async () => {
    const nights = await nightsOf(await exampleDatabase(), { kept: 2 });
    nights.put('summit-2026-01-04T12-00-00Z.db', 'summit-2031-01-01T00-00-00Z.db');
    await nights.lookAt(0);
    await nights.lookAt(11);
    expect(nights.files()).toHaveLength(2);
    await nights.lookAt(12);
    expect(nights.files()).toEqual([
      'summit-2026-01-05T12-00-00Z.db',
      'summit-2031-01-01T00-00-00Z.db',
    ]);
    await nights.close();
  });

  test('take away nothing but old backups of their own', async () => {
    const nights = await nightsOf(await exampleDatabase(), { kept: 1 });
    const others = [
      'before-the-summit.db',
      'summit-2025-13-01T00-00-00Z.db',
      'summit-2025-12-01.db',
      'summit-2025-12-01T00-00-00Z.db.gz',
      'summit-2026-01-04T23-00-00Z.db.0a1b2c3d.unfinished',
      'summit-before-restore-2025-12-01T00-00-00Z.db',
    ];
    nights.put(...others, 'summit-2025-12-01T00-00-00Z.db', 'summit-2025-12-02T00-00-00Z.db');
    nights.put('summit-2025-12-03T00-00-00Z.db.0a1b2c3d.unfinished');
    await nights.lookAt(0);
    expect(nights.files()).toEqual([...others, 'summit-2026-01-05T00-00-00Z.db'].toSorted());
    await nights.close();
  });

  test('that fail are logged, take nothing away and are tried again', async () => {
    const nights = await nightsOf(await exampleDatabase(), { kept: 1 });
    nights.put('summit-2025-12-01T00-00-00Z.db');
    nights.damage();
    await nights.lookAt(0);
    expect(nights.files()).toEqual(['summit-2025-12-01T00-00-00Z.db']);
    const [failure] = nights.logged('Failed while backing up the record');
    expect(failure).toMatchObject({ level: 50, code: expect.stringMatching(/^\S{4}-\S\S$/) });

    nights.repair();
    await nights.lookAt(1);
    expect(nights.files()).toEqual(['summit-2026-01-05T01-00-00Z.db']);
    await nights.close();
  });

  test('given up while they are made leave nothing behind', async () => {
    const nights = await nightsOf(await largeDatabase(), { kept: 1 });
    const looking = nights.lookAt(0);
    await vi.waitFor(() => expect(nights.files()).not.toEqual([]), {
      timeout: 20_000,
      interval: 1,
    });
    await nights.close();
    await looking;
    expect(nights.files()).toEqual([]);
    expect(nights.logged('Failed while backing up the record')).toEqual([]);
  });

  // The delay of timers would tell how busy the machine is: this tells what the backup does here.
  test('are made elsewhere: this process does other things most of that time', async () => {
    const nights = await nightsOf(await largeDatabase(), { kept: 1 });
    const before = performance.eventLoopUtilization();
    await nights.lookAt(0);
    const { utilization } = performance.eventLoopUtilization(before);
    expect(nights.files()).toHaveLength(1);
    expect(utilization).toBeLessThan(0.5);
    await nights.close();
  });
});

describe('the bot', () => {
  test('makes one when it starts and none is there, beside its record unless told otherwise', async () => {
    const slack = await startSlack();
    const record = await exampleDatabase();
    const bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${record}`,
      SUMMIT_BACKUPS: '',
    });
    await addressOf(bot);
    const { file } = await bot.logged(({ msg }) => msg === 'The record is backed up');
    expect(dirname(String(file))).toBe(join(dirname(record), 'backups'));
    expect(await terminal(['export'], String(file))).toEqual(await terminal(['export'], record));
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    await slack.stop();
  });
});

/** Backups of a record at hours after midnight, and what is logged of them. */
async function nightsOf(record: string, { kept }: { readonly kept: number }) {
  const folder = join(mkdtempSync(join(tmpdir(), 'summit-')), 'backups');
  mkdirSync(folder);
  const sound = `${record}.sound`;
  copyFileSync(record, sound);
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const db = await openDatabase(`sqlite:${record}`);
  let now = MIDNIGHT;
  const backups = new NightlyBackups({ db, backups: { folder, kept }, now: () => now, log });
  return {
    folder,
    files: () => readdirSync(folder).toSorted(),
    put(...names: readonly string[]) {
      for (const name of names) writeFileSync(join(folder, name), '');
    },
    async lookAt(hour: number) {
      now = MIDNIGHT.add({ hours: hour });
      await backups.look();
    },
    logged: (message: string): Record<string, unknown>[] =>
      lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message),
    /** Writes nonsense over a part of the record, and back what was there. */
    damage: () => overwrite(record, { from: 0.5, pages: 20 }),
    repair: () => copyFileSync(sound, record),
    async close() {
      await backups.stop();
      await closeDatabase(db);
    },
  };
}

/** Large enough for its backup to take a while. */
async function largeDatabase(): Promise<string> {
  const record = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  copyFileSync(await (imported ??= importLarge()), record);
  return record;
}

/** Imported once, and only ever copied. */
let imported: Promise<string> | undefined;

async function importLarge(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'summit-'));
  const agenda = join(folder, 'big.json');
  const record = join(folder, 'summit.db');
  await writeBigAgenda(agenda, { issues: 300, entries: 20_000 });
  const db = await openDatabase(`sqlite:${record}`);
  await importAgendaFile(db, agenda, { recorder: { by: 'test', at: MIDNIGHT } });
  await closeDatabase(db);
  return record;
}
