import { beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase, type Db } from '../../db/open.ts';
import { type Deed, NEEDED } from '../../src/access/actions.ts';
import type { Role, Standing } from '../../src/access/roles.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { rowsOf } from '../support/all-rows.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { ALICE, BOB, deskDb, say } from '../support/desk.ts';
import { askSeen, fileDb } from '../support/seen.ts';

const AGENDA = 'names';
const ADMIN = { who: ALICE, standing: 'workspace-admin' } as const;

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

/** Who may do what, as the user guide has it. */
const WHO_MAY: Readonly<Record<Deed, Role>> = {
  read: 'reader',
  undo: 'reader',
  add: 'contributor',
  alias: 'contributor',
  note: 'contributor',
  nudge: 'contributor',
  owner: 'contributor',
  position: 'contributor',
  share: 'contributor',
  source: 'contributor',
  update: 'contributor',
  mark: 'contributor',
  agenda: 'editor',
  digest: 'editor',
  widen: 'editor',
  withdraw: 'editor',
  access: 'admin',
  audit: 'admin',
  ceiling: 'admin',
  import: 'admin',
  'mark-agenda': 'admin',
};

/** Words that do it; an import comes from a terminal alone, and to widen takes something that was marked. */
const WORDS: Readonly<Record<Exclude<Deed, 'import' | 'widen'>, readonly string[]>> = {
  read: [
    'status grain',
    'list',
    'history grain',
    'changes',
    'search grain',
    'help',
    'grain',
    'watch grain',
    'unwatch grain',
    'remind grain tomorrow',
    'digest me daily 08:00',
    'digest',
    'access',
    'agenda',
    'owner grain',
    'position grain',
    'alias grain',
  ],
  undo: ['undo'],
  add: ['add Seabed cables', 'add'],
  alias: ['alias grain = wheat'],
  note: ['note grain: heard nothing', 'note'],
  nudge: ['remind grain every 14 days', 'remind grain every off', 'remind grain snooze'],
  owner: ['owner grain me', 'owner grain north Jane Doe'],
  position: ['position grain north wants more'],
  share: ['share grain'],
  source: ['source grain https://www.example.org/a', 'source grain'],
  update: ['update grain in talks', 'update'],
  agenda: [`agenda ${AGENDA}`],
  digest: ['digest daily 09:00', 'digest off', 'digest form', 'digest mute grain', 'digest now'],
  withdraw: ['withdraw grain', 'withdraw grain on:2026-05-01'],
  access: ['access <@U0CARLA> reader', 'access everyone reader'],
  audit: ['audit'],
  ceiling: ['ceiling AMBER', 'ceiling usual'],
  mark: ['mark fish AMBER'],
  'mark-agenda': ['mark agenda AMBER'],
};

const RANK: readonly Role[] = ['none', 'reader', 'contributor', 'editor', 'admin'];

/** What is done to the workspace and not to an agenda. */
const OF_WORKSPACE: ReadonlySet<string> = new Set([
  'access',
  'audit',
  'ceiling',
  'digest',
  'mark-agenda',
  'read',
  'undo',
]);

const NOT_ALLOWED =
  /^(?:Only \w+ may|Guests of the workspace|Summit answers only|Slack did not say)/;

async function isRefused(words: string, how: Parameters<typeof say>[2]): Promise<boolean> {
  const { message, form, share, problem } = await say(db, words, how);
  const refused = NOT_ALLOWED.test(message.text);
  if (refused) {
    expect(problem).toBe('refused');
    expect(form ?? share).toBeUndefined();
  }
  return refused;
}

const CELLS = Object.entries(WORDS).flatMap(([deed, lines]) =>
  RANK.flatMap((role) =>
    (['workspace', 'agenda'] as const).map((scope) => ({
      deed: deed as keyof typeof WORDS,
      role,
      scope,
      lines,
    })),
  ),
);

describe('who may do what', () => {
  test('is as written, and nothing is left out', () => {
    expect(NEEDED).toEqual(WHO_MAY);
  });

  test.for(CELLS)('$deed by $role of the $scope', async ({ deed, role, scope, lines }) => {
    const given = role === 'none' && scope === 'agenda' ? 'reader' : role;
    if (scope === 'agenda') await say(db, 'access <@U0BOB> reader', ADMIN);
    const where = scope === 'agenda' ? ` agenda:${AGENDA}` : '';
    await say(db, `access <@U0BOB> ${given}${where}`, ADMIN);

    const has = scope === 'agenda' && OF_WORKSPACE.has(deed) ? 'reader' : given;
    const isAllowed = RANK.indexOf(has) >= RANK.indexOf(WHO_MAY[deed]);
    for (const words of lines) {
      const before = isAllowed ? null : await rowsOf(db, []);
      const refused = await isRefused(words, { who: BOB, standing: 'member' });
      expect({ words, refused }).toEqual({ words, refused: !isAllowed });
      if (before !== null) expect(await rowsOf(db, [])).toEqual(before);
    }
  });

  test.for(
    RANK.flatMap((role) => (['workspace', 'agenda'] as const).map((scope) => ({ role, scope }))),
  )('widen by $role of the $scope', async ({ role, scope }) => {
    const given = role === 'none' && scope === 'agenda' ? 'reader' : role;
    const file = await fileDb();
    await put(file, agendaOf([{ key: 'grain', title: 'Grain exports' }]));
    const alice = { who: ALICE, standing: 'workspace-admin' } as const;
    if (scope === 'agenda') await askSeen(file, 'access <@U0BOB> reader', alice);
    const where = scope === 'agenda' ? ` agenda:${AGENDA}` : '';
    await askSeen(file, `access <@U0BOB> ${given}${where}`, alice);
    await askSeen(file, 'mark grain AMBER', alice);
    const { message } = await askSeen(file, 'mark grain GREEN', { who: BOB });
    expect(NOT_ALLOWED.test(message.text)).toBe(RANK.indexOf(given) < RANK.indexOf(WHO_MAY.widen));
    await closeDatabase(file);
  });

  const STANDINGS: readonly (readonly [Standing, Role])[] = [
    ['workspace-admin', 'admin'],
    ['member', 'editor'],
    ['guest', 'reader'],
    ['stranger', 'none'],
    ['unknown', 'none'],
  ];

  test.for(STANDINGS)(
    'whom Slack knows as %s may as %s, to begin with',
    async ([standing, role]) => {
      for (const [deed, lines] of Object.entries(WORDS)) {
        const isAllowed = RANK.indexOf(role) >= RANK.indexOf(WHO_MAY[deed as Deed]);
        for (const words of lines) {
          const refused = await isRefused(words, { who: BOB, standing });
          expect({ words, refused }).toEqual({ words, refused: !isAllowed });
        }
      }
    },
  );

  test.for(['guest', 'stranger', 'unknown'] as const)(
    'no role makes more of a %s',
    async (standing) => {
      await say(db, 'access <@U0BOB> admin', ADMIN);
      await say(db, `access <@U0BOB> editor agenda:${AGENDA}`, ADMIN);
      const how = { who: BOB, standing };
      expect(await isRefused('update grain in talks', how)).toBe(true);
      expect(await isRefused('access everyone reader', how)).toBe(true);
      expect(await isRefused('status grain', how)).toBe(standing !== 'guest');
    },
  );
});

describe('/summit access', () => {
  const member = { who: BOB, standing: 'member' } as const;

  test('alone says what I may, who was given what, and what roles allow', async () => {
    await say(db, 'access <@U0CARLA> contributor', ADMIN);
    await say(db, `access everyone reader agenda:${AGENDA}`, ADMIN);
    const { message } = await say(db, 'access', member);
    expect(message.text).toContain('You are an editor here, and for An agenda of names a reader.');
    expect(message.text).toContain('Everyone: editor, until somebody says otherwise');
    expect(message.text).toContain('<@U0CARLA>: contributor, given by <@U0ALICE>');
    expect(message.text).toContain('Everyone: reader for An agenda of names');
    expect(message.text).toContain('withdraw entries');
  });

  test('says whom to ask: those who were made admins, before those of the workspace', async () => {
    await say(db, 'access everyone reader', ADMIN);
    const before = await say(db, 'update grain in talks', member);
    expect(before.message.text).toBe(
      'Only contributors may update issues here, and you are a reader. Ask an admin of the workspace.',
    );
    await say(db, 'access <@U0CARLA> admin', ADMIN);
    const after = await say(db, 'update grain in talks', member);
    expect(after.message.text).toContain('Ask <@U0CARLA>, or another admin.');
  });

  test('a person’s own role goes before their group’s, and that before everyone’s', async () => {
    const carla = {
      who: { id: 'U0CARLA', timeZone: 'UTC' },
      standing: 'member',
      groups: ['S0DESK'],
    } as const;
    await say(db, 'access everyone reader', ADMIN);
    expect(await isRefused('update grain in talks', carla)).toBe(true);
    await say(db, 'access <!subteam^S0DESK|@desk> contributor', ADMIN);
    expect(await isRefused('update grain in talks', carla)).toBe(false);
    expect(await isRefused('update grain in talks', member)).toBe(true);
    await say(db, 'access <@U0CARLA> reader', ADMIN);
    expect(await isRefused('update grain agreed because', carla)).toBe(true);
    await say(db, 'access <@U0CARLA> remove', ADMIN);
    expect(await isRefused('note grain: again', carla)).toBe(false);
  });

  test('nobody takes it from themselves, so an admin always remains', async () => {
    await say(db, 'access <@U0BOB> admin', ADMIN);
    const { message } = await say(db, 'access me reader', member);
    expect(message.text).toContain('ask another admin. So there always is one.');
    expect((await say(db, 'access <@U0ALICE> reader', member)).message.text).toContain(
      '<@U0ALICE> has the role reader here now.',
    );
    expect(await isRefused('access <@U0BOB> reader', ADMIN)).toBe(true);

    const carla = {
      who: { id: 'U0CARLA', timeZone: 'UTC' },
      standing: 'member',
      groups: ['S0DESK'],
    } as const;
    await say(db, 'access <!subteam^S0DESK> admin', member);
    for (const words of ['access <!subteam^S0DESK> remove', 'access <@U0CARLA> editor']) {
      expect((await say(db, words, carla)).message.text).toContain('So there always is one.');
    }
    expect((await say(db, 'access <@U0BOB> reader', carla)).message.text).toContain(
      'has the role reader',
    );
  });

  test.for([
    ['access <@U0CARLA>', 'Say whom and which role'],
    ['access <@U0CARLA> boss', 'Say whom and which role'],
    ['access @nobody editor', 'is nobody Slack knows'],
    ['access <@U0CARLA> editor agenda:mars', 'No agenda is called “mars”'],
    [`access <@U0CARLA> none agenda:${AGENDA}`, 'leave agenda: out'],
  ] as const)('%s is answered with what to type', async ([words, answer]) => {
    const before = await rowsOf(db, []);
    expect((await say(db, words, ADMIN)).message.text).toContain(answer);
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('is for people in Slack, not at a terminal', async () => {
    const { message, problem } = await say(db, 'access everyone reader', {
      who: { id: 'terminal:ann', timeZone: 'UTC' },
    });
    expect(message.text).toContain('Roles are given in Slack');
    expect(problem).toBe('refused');
  });

  test('the same input gives once, the log tells of each change, and vouches for them', async () => {
    const once = { ...ADMIN, inputId: 'i1' };
    await say(db, 'access <@U0BOB> reader', once);
    await say(db, 'access <@U0BOB> admin', ADMIN);
    expect((await say(db, 'access <@U0BOB> reader', once)).message.text).toContain(
      'That was recorded already',
    );
    await say(db, 'access <@U0BOB> remove', ADMIN);
    await say(db, `access everyone reader agenda:${AGENDA}`, ADMIN);
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
    const lines = await db
      .selectFrom('audit_lines')
      .select('details')
      .where('action', '=', 'access')
      .orderBy('seq')
      .execute();
    expect(lines.map(({ details }) => JSON.parse(details) as unknown)).toMatchObject([
      { before: null, role: 'reader' },
      { before: 'reader', role: 'admin' },
      { before: 'admin', role: null },
      { before: null, role: 'reader', holder: { kind: 'everyone' } },
    ]);

    await db.updateTable('grants').set({ role: 'admin' }).execute();
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'row altered' });
    await db.deleteFrom('grants').execute();
    expect(await verifyRecord(db, null)).toMatchObject({ kind: 'row altered' });
  });

  test('a role nobody gave is found', async () => {
    const by = { given_by: 'U0EVE', given_at: '2026-05-01T00:00:00.000Z', role: 'admin' } as const;
    const key = {
      team_id: 'T0SUMMIT',
      agenda_id: '',
      holder_kind: 'person',
      holder_id: 'U0EVE',
    } as const;
    await db
      .insertInto('grants')
      .values({ ...key, ...by })
      .execute();
    expect(await verifyRecord(db, null)).toMatchObject({
      kind: 'row nobody wrote',
      row: { table: 'grants' },
    });
  });
});
