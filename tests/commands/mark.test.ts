import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase, type Db } from '../../db/open.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { releaseEntries } from '../../src/changes/entry-terms.ts';
import { exportAgenda } from '../../src/changes/export-agenda.ts';
import { forgetOldReadings } from '../../src/changes/forget-readings.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { ALICE, BOB } from '../support/desk.ts';
import { readAllDay } from '../support/readings.ts';
import { askSeen, fileDb, saidTo } from '../support/seen.ts';

const ROOM = 'G0ROOM';
const DOCUMENT = agendaOf([
  { key: 'grain', title: 'Grain exports' },
  { key: 'fish', title: 'Fishing rights', aliases: ['nets'] },
]);

const inside = { who: ALICE, channelId: ROOM, rooms: [ROOM] };
const alice = { who: ALICE };
const bob = { who: BOB };
const guest = { who: { id: 'U0CARLA', timeZone: 'UTC' }, standing: 'guest' } as const;
const admin = { who: ALICE, standing: 'workspace-admin' } as const;

let db: Db;

beforeEach(async () => {
  db = await fileDb();
  await put(db, DOCUMENT);
});

afterEach(async () => {
  const verdict = await verifyRecord(db, null);
  await closeDatabase(db);
  if (verdict.kind !== 'whole') throw new Error(JSON.stringify(verdict));
});

describe('/summit mark', () => {
  test('alone says who may see an issue, and offers what it may be marked with', async () => {
    const { message } = await askSeen(db, 'mark grain', alice);
    expect(message.text).toContain(
      'Grain exports is TLP:GREEN, seen by everyone in the workspace, guests too.',
    );
    expect(message.text).toContain('RED: /summit mark grain RED');
    expect(message.text).not.toContain('CLEAR: /summit');
  });

  test('AMBER keeps an issue from guests and channels, and not from members', async () => {
    await askSeen(db, 'mark grain AMBER', alice);
    expect(await saidTo(db, 'grain', bob)).toContain('TLP:AMBER · seen by members');
    expect(await saidTo(db, 'grain', guest)).toContain('No issue answers to “grain”');
    expect(await saidTo(db, 'share grain', bob)).toContain('Not everyone in this channel may see');
  });

  test.for(['amber strict', 'TLP:AMBER+STRICT', 'Amber-Strict', 'amber+strict'])(
    '“%s” is a marking',
    async (typed) => {
      expect(await saidTo(db, `mark grain ${typed}`, alice)).toContain('is TLP:AMBER+STRICT now');
    },
  );

  test('RED is for the people named, and whoever says so', async () => {
    expect(await saidTo(db, 'mark grain RED for <@U0BOB>', alice)).toContain(
      'Grain exports is TLP:RED now, seen by <@U0ALICE> and <@U0BOB>.',
    );
    const carol = { who: { id: 'U0CAROL', timeZone: 'UTC' } };
    for (const one of [alice, bob]) expect(await saidTo(db, 'grain', one)).toContain('TLP:RED');
    expect(await saidTo(db, 'grain', carol)).toContain('No issue answers');
    expect(await saidTo(db, 'share grain', inside)).toContain('Not everyone in this channel');
  });

  test('is one line of what admins see, for an issue and for an agenda', async () => {
    await askSeen(db, 'mark grain RED', admin);
    const lines = (await saidTo(db, 'audit', admin)).match(/(?<= · <@U0ALICE> ).*/g);
    expect(lines).toEqual(['marked Grain exports (TLP:RED)']);
    await askSeen(db, 'mark agenda AMBER', admin);
    expect(await saidTo(db, 'audit', admin)).toContain('<@U0ALICE> marked an agenda TLP:AMBER');
  });

  test('and since when it is kept who saw what, at the end of it', async () => {
    await readAllDay(db, Temporal.Instant.from('2026-01-01T00:00:00Z'));
    const since = 'Who saw something before';
    expect(await saidTo(db, 'audit', admin)).not.toContain(since);
    await forgetOldReadings(db, 30, Temporal.Instant.from('2026-03-01T12:00:00Z'));
    await askSeen(db, 'mark grain RED', admin);
    expect(await saidTo(db, 'audit', admin)).toMatch(
      /saw an issue you may not see .*\n.* before 2026-01-30 00:00 is no longer kept\.$/,
    );
  });

  test('of a day is about that entry, and where the issue stands without it is what others see', async () => {
    await askSeen(db, 'update grain agreed because a deal on:2026-05-03', alice);
    expect(await saidTo(db, 'mark grain AMBER on:2026-05-03', alice)).toContain(
      'The entry of 3 May 2026 on Grain exports is TLP:AMBER now',
    );
    expect(await saidTo(db, 'grain', bob)).toContain('Agreed (unsourced) since 3 May 2026');
    expect(await saidTo(db, 'grain', guest)).toContain('On the agenda since 1 May 2026');
    expect(await saidTo(db, 'list', guest)).toContain('Grain exports: 📋 On the agenda');
    expect(await saidTo(db, 'mark grain GREEN on:2026-05-03', alice)).toContain('is TLP:GREEN now');
    expect(await saidTo(db, 'grain', guest)).toContain('Agreed (unsourced) since 3 May 2026');
  });

  test('marks nothing for more people than what it belongs to', async () => {
    await askSeen(db, 'mark agenda AMBER', admin);
    expect(await saidTo(db, 'mark grain CLEAR', alice)).toContain('is TLP:AMBER already');
    expect(await saidTo(db, 'status', guest)).toContain('The record is empty');
    expect(await saidTo(db, 'agenda', guest)).not.toContain('agenda of names');
    expect(await saidTo(db, 'mark agenda GREEN', admin)).toContain('is TLP:GREEN now');
    expect(await saidTo(db, 'status', guest)).toContain('Grain exports');
  });

  test('takes an entry that fewer people see along with its issue', async () => {
    await askSeen(db, 'update grain agreed because told inside', inside);
    await askSeen(db, 'mark grain AMBER', alice);
    expect(await saidTo(db, 'grain', bob)).not.toContain('told inside');
    expect(await saidTo(db, 'grain', inside)).toContain('told inside');
    await askSeen(db, 'mark grain GREEN', alice);
    expect(await saidTo(db, 'grain', bob)).not.toContain('told inside');
    expect(await saidTo(db, 'grain', inside)).toContain('told inside');
  });

  test.for([
    ['mark', 'Say which issue'],
    ['mark grain AMBER <@U0BOB>', 'People are named for RED alone'],
    ['mark grain AMBER on:nowember', 'is not a day'],
    ['mark grain on:2026-05-01', 'Say how to mark it'],
    ['mark grain AMBER on:2026-04-01', 'Nothing is recorded'],
    ['mark grain and fish AMBER', 'Mark one issue at a time'],
  ] as const)('%s is answered with what to type', async ([words, answer]) => {
    expect(await saidTo(db, words, alice)).toContain(answer);
  });
});

describe('what is added in a private channel', () => {
  test('is seen there, and where else its members ask, and by nobody else', async () => {
    await askSeen(db, 'add Secret pact aliases:opium', inside);
    await askSeen(db, 'update grain agreed because told inside', inside);
    for (const words of ['secret pact', 'opium']) {
      expect(await saidTo(db, words, inside)).toContain('Secret pact');
      expect(await saidTo(db, words, { ...alice, rooms: [ROOM] })).toContain('Secret pact');
      expect(await saidTo(db, words, bob)).toContain('No issue answers');
    }
    expect(await saidTo(db, 'status', inside)).toContain('Agreed 1');
    expect(await saidTo(db, 'status', bob)).toContain('Agreed 0');
    expect(await saidTo(db, 'search told', bob)).toContain('Nothing in the record');
  });

  test('leaves the same name free for everyone else', async () => {
    await askSeen(db, 'add Secret pact', inside);
    expect(await saidTo(db, 'add Secret pact', bob)).toContain('Added Secret pact');
    expect(await saidTo(db, 'secret pact', bob)).toContain('Proposed since');
    const listed = await saidTo(db, 'search secret', inside);
    expect(listed.match(/Secret pact: /g)).toHaveLength(2);
  });

  test('does not change what everyone sees of an issue', async () => {
    expect(await saidTo(db, 'alias grain = opium', inside)).toContain(
      'Everyone who sees this issue would see that',
    );
    expect(await saidTo(db, 'position grain north wants opium', inside)).toContain(
      'Everyone who sees this issue would see that',
    );
    expect(await saidTo(db, 'opium', bob)).toContain('No issue answers');
  });

  test('can be taken back there', async () => {
    await askSeen(db, 'update grain agreed because told inside', inside);
    expect(await saidTo(db, 'undo', inside)).toContain('Taken back');
    expect(await saidTo(db, 'grain', inside)).not.toContain('told inside');
  });

  test('asks for a reason by where the issue stands for everyone', async () => {
    await askSeen(db, 'update grain off table because so', alice);
    expect(await saidTo(db, 'update grain fulfilled', inside)).toContain('hardly ever');
  });
});

describe('what an entry may be passed on as', () => {
  test('on background nobody is named, in no answer, search or export', async () => {
    await askSeen(db, 'update grain agreed because a deal says:"Jane Doe" on:2026-05-03', alice);
    expect(await saidTo(db, 'mark grain on:2026-05-03 rule:background', alice)).toContain(
      'is background now. In place of who said it stands “on background, not to be named”.',
    );
    for (const words of ['grain', 'history grain', 'search deal']) {
      expect(await saidTo(db, words, alice)).not.toContain('Jane');
    }
    expect(await saidTo(db, 'grain', alice)).toContain('Who says so: on background');
    expect(await saidTo(db, 'search Jane', alice)).toContain('Nothing in the record');
    expect((await Array.fromAsync(exportAgenda(db, 'names'))).join('')).not.toContain('Jane');
    await askSeen(db, 'note grain more of it on:2026-05-03', alice);
    expect(await saidTo(db, 'grain', alice)).not.toContain('Jane');
  });

  test('under embargo it stays with members, and then everyone sees it', async () => {
    await askSeen(db, 'update grain agreed because a deal on:2026-05-03', alice);
    expect(await saidTo(db, 'mark grain on:2026-05-03 embargo:2026-05-05T09:00', alice)).toContain(
      'is under embargo until 5 May 2026, 09:00 (UTC)',
    );
    expect(await saidTo(db, 'grain', guest)).toContain('On the agenda since 1 May 2026');
    expect(await saidTo(db, 'grain', bob)).toContain('Agreed');
    expect(await saidTo(db, 'share grain', bob)).toContain('can be posted');
    expect(await releaseEntries(db, Temporal.Instant.from('2026-05-05T08:59:59Z'))).toBe(0);
    expect(await releaseEntries(db, Temporal.Instant.from('2026-05-05T09:00:00Z'))).toBe(1);
    expect(await saidTo(db, 'grain', guest)).toContain('Agreed (unsourced) since 3 May 2026');
    expect(await releaseEntries(db, Temporal.Instant.from('2026-05-06T09:00:00Z'))).toBe(0);
  });

  test.for([
    ['mark grain rule:background', 'say its day too'],
    ['mark grain on:2026-05-01 rule:secretly', 'is no rule'],
    ['mark grain on:2026-05-01 embargo:2020-01-01', 'is no moment to come'],
    ['mark grain on:2026-05-01 embargo:soon', 'is no moment to come'],
  ] as const)('%s is answered with what to type', async ([words, answer]) => {
    expect(await saidTo(db, words, alice)).toContain(answer);
  });
});

test('a file brings nothing back that was marked, and an export has nothing of it', async () => {
  await askSeen(db, 'mark fish AMBER', alice);
  await askSeen(db, 'mark grain AMBER on:2026-05-01', alice);
  await put(db, DOCUMENT);
  expect(await saidTo(db, 'fish', guest)).toContain('No issue answers');
  expect(await saidTo(db, 'nets', guest)).toContain('No issue answers');
  expect(await saidTo(db, 'grain', guest)).toContain('Not yet on the agenda');
  const exported = (await Array.fromAsync(exportAgenda(db, 'names'))).join('');
  expect(exported).toContain('Grain exports');
  expect(exported).not.toMatch(/Fishing|nets|Listed/);
});
