import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import type { Db } from '../../db/open.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { ask, said } from '../support/ask.ts';
import { emptyDb, exampleDb } from '../support/db.ts';

const LATER = { now: Temporal.Instant.from('2026-11-23T12:00:00Z') };

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('/summit list', () => {
  test('lists every issue, the latest news first and those without an entry last', async () => {
    const text = await said(db, 'list');
    expect(text.match(/`[a-z-]+`/g)).toHaveLength(19);
    expect(text.trimEnd()).toMatch(
      /Not yet on the agenda `(ai-talks|flights|detained-americans)`$/,
    );
  });

  test('keeps to its filters, in the words people use for a status', async () => {
    const frozen = await said(db, 'list status:frozen', LATER);
    expect(frozen.match(/`[a-z-]+`/g)).toEqual(['`arms-control`']);
    const text = await said(
      db,
      'list category:tension status:“no progress” owner:Blinken as-of:2023-11-15',
      LATER,
    );
    expect(text).not.toContain('fentanyl');
  });

  test('names a filter it can’t use', async () => {
    expect((await ask(db, 'list status:happy')).problem).toBe('usage');
    expect(await said(db, 'list category:fun')).toBe(
      'Categories are tension, cooperation, channel, context.',
    );
  });
});

describe('/summit history', () => {
  test('reads every entry, the latest first, over pages that "Show more" leads through', async () => {
    const first = await ask(db, 'history mil-mil', LATER);
    expect(first.message.text).toContain('18 Nov 2025: Agreed → Being carried out');
    const [, more] = /Show more: \/summit (.*)/.exec(first.message.text) ?? [];
    const second = await said(db, more ?? '', LATER);
    expect(second).toContain('5 Aug 2022: Suspended');
    expect(second).toContain('In their words');
  });

  test('asks for an issue', async () => {
    expect(await said(db, 'history')).toBe('Say which issue: /summit history fentanyl.');
  });
});

describe('/summit search', () => {
  test('finds words in notes, in any script, names first', async () => {
    expect(await said(db, 'search working group')).toContain('`counternarcotics`');
    expect(await said(db, 'search 南海')).toContain('`maritime`');
  });

  test('says so when nothing holds the words', async () => {
    expect(await said(db, 'search unicorns')).toContain(
      'Nothing in the record holds all these words.',
    );
  });
});

describe('/summit agenda', () => {
  test('shows the agendas and lets a channel choose its own, for that channel only', async () => {
    const document = JSON.parse(await readFile('examples/biden-xi-2023.json', 'utf8'));
    document.dataset = {
      ...document.dataset,
      id: 'xi-biden-2025',
      title: 'Another meeting',
      start_date: '2025-10-30',
      end_date: '2025-10-30',
    };
    for (const issue of document.issues) issue.history = [];
    await importAgenda(db, document, {
      recorder: { by: 'test', at: LATER.now },
      emptyHistories: true,
    });

    expect(await said(db, 'agenda')).toContain('2 agendas are on record.');
    expect(await said(db, 'status')).toContain('Another meeting');
    await ask(db, 'agenda biden-xi-2023', { channelId: 'C0PRESS' });
    expect(await said(db, 'status', { channelId: 'C0PRESS' })).toContain('Woodside');
    expect(await said(db, 'status')).toContain('Another meeting');
  });
});

describe('/summit help', () => {
  test('is made from the commands', async () => {
    const text = await said(db, '');
    for (const { name, summary } of allCommands) {
      expect(text).toContain(`/summit ${name}`);
      expect(text).toContain(summary);
    }
  });

  test('tells of one word, and of the nearest when it isn’t one', async () => {
    expect(await said(db, 'help changes')).toContain(
      '/summit changes since:2023-11-15 until:2023-11-21',
    );
    expect(await said(db, 'help chnages')).toContain('Did you mean changes?');
  });
});

test('an empty record says what to do first', async () => {
  const empty = await emptyDb();
  for (const words of ['status', 'status fentanyl', 'list', 'changes', 'agenda']) {
    expect(await said(empty, words)).toContain('The record is empty. Import an agenda first');
  }
});

describe('/summit list owner:', () => {
  const bob = { who: { id: 'U0BOB', timeZone: 'Asia/Tokyo' } };

  test('me is whoever asks, and a person is found by their code', async () => {
    await ask(db, 'owner fentanyl me');
    await ask(db, 'owner taiwan &lt;@U0BOB&gt;');
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await said(db, 'list owner:me')).toContain('`fentanyl`');
      expect(await said(db, 'list owner:me', bob)).toContain('`taiwan`');
      expect(await said(db, 'list owner:me', bob)).not.toContain('`fentanyl`');
    }
    expect(await said(db, 'list owner:<@U0BOB|bob>')).toContain('`taiwan`');
    expect(await said(db, 'list owner:<@U0CARLA>')).toContain('No issue fits.');
  });

  test('the card says who keeps an issue here', async () => {
    await ask(db, 'owner fentanyl &lt;@U0BOB&gt;');
    expect(await said(db, 'status fentanyl')).toContain('Kept here by <@U0BOB>');
    expect(await said(db, 'status maritime')).not.toContain('Kept here');
  });
});
