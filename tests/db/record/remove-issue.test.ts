import { expect, test } from 'vitest';
import { agendaFor } from '../../../db/agendas.ts';
import { keepMute } from '../../../db/digest-mutes.ts';
import { keepNudge } from '../../../db/nudges.ts';
import type { Db } from '../../../db/open.ts';
import { addWatch } from '../../../db/people.ts';
import { writeFacts } from '../../../db/record/issue-facts.ts';
import { removeIssue } from '../../../db/record/remove-issue.ts';
import { addNewIssue, type AddOutcome } from '../../../src/changes/add-issue.ts';
import { record } from '../../../src/changes/record.ts';
import { recordEntry } from '../../../src/changes/record-entry.ts';
import { rowsOf } from '../../support/all-rows.ts';
import { EVE } from '../../support/ask.ts';
import { exampleDb } from '../../support/db.ts';

const ASKED = {
  by: 'U0ALICE',
  at: EVE,
  inputId: null,
  deed: 'add',
  seen: null,
  mark: null,
} as const;
const DRAFT = {
  date: '2023-11-14',
  status: 'proposed',
  note: 'Kelp was raised.',
  attribution: null,
  confidence: null,
  sources: [],
} as const;

/** What tells of changes, and cards in channels that have yet to say that their issue is gone. */
const LEFT_OUT = ['audit_lines', 'live_cards'];

test('an issue that was added and taken back leaves the record as it was', async () => {
  const db = await exampleDb();
  const before = await rowsOf(db, LEFT_OUT);

  const key = await addSeaweed(db);
  await withEverything(db, key);
  expect(await rowsOf(db, LEFT_OUT)).not.toEqual(before);

  const { writes } = await record(db, (tx) => removeIssue(tx, 'biden-xi-2023', key));
  expect(await rowsOf(db, LEFT_OUT)).toEqual(before);
  expect(writes.map(([kind, , of]) => `${kind} ${of}`)).toEqual([
    'gone entry',
    'gone entry',
    'gone issue',
    expect.stringMatching(/^issue [\w-]{22}$/),
  ]);
  expect(writes.at(-1)?.[1]).toBe('taiwan');
});

async function addSeaweed(db: Db): Promise<string> {
  const agenda = await agendaFor(db, { teamId: 'T0SUMMIT', channelId: 'C0DESK' });
  if (agenda === null) throw new Error('The record is empty');
  const outcome: AddOutcome = await addNewIssue(
    db,
    agenda,
    {
      title: 'Seaweed subsidies',
      category: 'tension',
      summary: 'Who pays for kelp.',
      aliases: ['Kelp'],
      entry: { ...DRAFT, action: 'add' },
      today: '2023-11-14',
      anyway: false,
    },
    ASKED,
  );
  if (outcome.kind !== 'added') throw new Error(outcome.kind);
  const { key } = outcome.issue;
  await recordEntry(
    db,
    agenda,
    key,
    { ...DRAFT, status: 'stalled', action: 'update', note: 'Nobody pays.' },
    ASKED,
  );
  return key;
}

/** All that can refer to an issue. */
async function withEverything(db: Db, key: string): Promise<void> {
  const of = { agenda_id: 'biden-xi-2023', issue_key: key };
  const alice = { agendaId: of.agenda_id, key, teamId: 'T0SUMMIT', userId: 'U0ALICE' };
  await record(db, async (tx) => {
    await writeFacts(tx, of.agenda_id, key, 'positions', [
      { party: 'us', text: 'Wants none.', basis: 'unverified' },
    ]);
    await writeFacts(tx, of.agenda_id, key, 'owners', [
      { party: 'us', name: 'Jane Doe', role: 'Envoy', basis: 'unverified' },
    ]);
    await writeFacts(tx, of.agenda_id, key, 'deskOwners', [
      { teamId: alice.teamId, userId: alice.userId, since: EVE.toString() },
    ]);
    await addWatch(tx, alice, EVE.toString());
    const at = EVE.toString();
    const { teamId, userId } = alice;
    const nudge = { agendaId: of.agenda_id, key, teamId, everyDays: 3, timeZone: 'UTC' };
    await keepNudge(tx, { ...nudge, setBy: userId, setAt: at, nextAt: at, plannedAt: at });
    await keepMute(tx, 'a-digest', { agendaId: of.agenda_id, key, level: 'all', by: userId, at });
    const sources = await tx.selectFrom('sources').select('id').limit(1).execute();
    await tx
      .insertInto('quotes')
      .values({
        ...of,
        position: 0,
        quote: 'No kelp.',
        speaker: 'Somebody',
        speaker_type: 'outlet',
        via: null,
        source_id: sources[0]?.id ?? '',
        supports: 'the position',
        caveat: null,
      })
      .execute();
    await tx
      .insertInto('related_issues')
      .values([
        { ...of, position: 0, related_key: 'fentanyl' },
        { ...of, issue_key: 'taiwan', position: 99, related_key: key },
      ])
      .execute();
    await tx
      .insertInto('live_cards')
      .values({
        ...of,
        team_id: 'T0SUMMIT',
        channel_id: 'C0DESK',
        ts: '1.2',
        shared_by: 'U0ALICE',
        shared_at: EVE.toString(),
        told_line: 1,
      })
      .execute();
  });
}
