import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { OPERATOR } from '../../db/agenda-workspaces.ts';
import { agendaFor, listAgendas } from '../../db/agendas.ts';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { keepInstallation } from '../../src/changes/keep-installation.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { emptyDb, exampleDb } from '../support/db.ts';
import { terminal } from '../terminal/run-terminal.ts';

const FILE = 'examples/biden-xi-2023.json';
const NOW = Temporal.Instant.from('2026-05-04T12:00:00Z');

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
});

test('while Summit was never installed by OAuth, what belongs to nobody is the one workspace’s', async () => {
  const db = await exampleDb();
  expect(await seenBy(db, 'T0ANY')).toEqual(['biden-xi-2023']);
  await install(db, 'T0ALPHA');
  for (const teamId of ['T0ALPHA', 'T0ANY']) {
    expect(await seenBy(db, teamId)).toEqual([]);
    expect(await agendaFor(db, { teamId, channelId: 'C0' })).toBeNull();
  }
  expect(await seenBy(db, OPERATOR)).toEqual(['biden-xi-2023']);
});

test('an agenda is imported for a workspace, stays its own, and no other one sees it', async () => {
  const whose = `workspace:T0ALPHA`;
  expect((await terminal(['import', FILE, whose], path)).code).toBe(0);
  const again = await terminal(['import', FILE], path);
  expect(again).toMatchObject({ code: 0, err: '' });
  const taken = await terminal(['import', FILE, 'workspace:T0BETA'], path);
  expect(taken.code).toBe(1);
  expect(taken.err).toContain('dataset.id: This agenda belongs to another workspace.');
  const unnamed = await terminal(['import', FILE, 'workspace:alpha'], path);
  expect(unnamed).toMatchObject({
    code: 2,
    err: 'A workspace is called by its id, such as workspace:T024BE7LD\n',
  });

  const db = await openDatabase(`sqlite:${path}`);
  expect(await seenBy(db, 'T0ALPHA')).toEqual(['biden-xi-2023']);
  // Nor does any while nothing is installed yet.
  expect(await seenBy(db, 'T0BETA')).toEqual([]);
  await closeDatabase(db);
});

test('an agenda that was there before is given to a workspace by importing it once more', async () => {
  expect((await terminal(['import', FILE], path)).code).toBe(0);
  expect((await terminal(['import', FILE, 'workspace:T0ALPHA'], path)).code).toBe(0);
  const db = await openDatabase(`sqlite:${path}`);
  expect(await seenBy(db, 'T0BETA')).toEqual([]);
  expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });

  await sql`update agenda_workspaces set team_id = 'T0BETA'`.execute(db);
  expect(await verifyRecord(db, null)).toMatchObject({
    kind: 'row altered',
    row: { kind: 'workspace', id: 'biden-xi-2023', how: 'changed' },
  });
  await sql`delete from agenda_workspaces`.execute(db);
  expect(await verifyRecord(db, null)).toMatchObject({
    kind: 'row altered',
    row: { kind: 'workspace', how: 'missing' },
  });
  await closeDatabase(db);
  const { err } = await terminal(['verify'], path);
  expect(err).toContain('Which workspace it belongs to of “');
});

test('whoever imports an agenda that no workspace sees is told so', async () => {
  const db = await openDatabase(`sqlite:${path}`);
  await install(db, 'T0ALPHA');
  await closeDatabase(db);
  expect(await terminal(['import', FILE], path)).toMatchObject({
    code: 0,
    err: 'Warning: No workspace sees it yet. Import it with workspace: and the id of one.\n',
  });
  expect(await terminal(['import', FILE, 'workspace:T0ALPHA'], path)).toMatchObject({ err: '' });
});

test('a workspace that nobody gave an agenda to is found', async () => {
  const db = await exampleDb();
  await sql`insert into agenda_workspaces values ('biden-xi-2023', 'T0BETA')`.execute(db);
  expect(await verifyRecord(db, null)).toMatchObject({
    kind: 'row nobody wrote',
    row: { table: 'agenda_workspaces', agendaId: 'biden-xi-2023' },
  });
});

test('where nothing is installed and nothing imported, nothing is seen', async () => {
  expect(await seenBy(await emptyDb(), 'T0ALPHA')).toEqual([]);
});

async function seenBy(db: Db, teamId: string): Promise<string[]> {
  return (await listAgendas(db, teamId)).map(({ id }) => id);
}

async function install(db: Db, id: string): Promise<void> {
  const about = { name: id, appId: 'A0', botUserId: 'U0', scopes: 'commands', by: 'U0ANN' };
  const tokens = { token: 'sealed', refreshToken: null, expiresAt: null };
  await keepInstallation(db, { id, ...about, at: NOW, tokens });
}
