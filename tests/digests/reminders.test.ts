import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { BOB as BOB_THERE, deskDb, say } from '../support/desk.ts';
import { type DirectMessages, directMessages } from '../support/direct-messages.ts';

const BOB = { who: 'U0BOB' };

let db: Db;
let dm: DirectMessages;

beforeEach(async () => {
  db = await deskDb();
  dm = directMessages(db);
});

describe('a reminder', () => {
  test('comes when it is due, once, with where the issue stands by then and one’s own note', async () => {
    await dm.say('remind grain tomorrow at 14:00 ask the ministry & <them>');
    await dm.say('update grain in talks because they met', BOB);
    await dm.pass({ hours: 25, minutes: 59 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ minutes: 2 });
    const [message = '', ...others] = await dm.came();
    expect(others).toEqual([]);
    expect(message).toContain('U0ALICE: Reminder: Grain exports');
    expect(message).toContain('Your note: ask the ministry &amp; &lt;them&gt;');
    expect(message).toContain('💬 In talks, 4 May 2026: they met');
    expect(message).not.toContain('late');
    await dm.pass({ hours: 48 });
    expect(await dm.came()).toEqual([]);
    expect(await dm.say('remind')).toContain('No reminders.');
  });

  test('is put off by its buttons, with its note', async () => {
    await dm.say('remind grain in 1 hour ask the ministry &amp; &lt;them&gt;');
    await dm.pass({ minutes: 61 });
    expect(await dm.came()).toHaveLength(1);
    const buttons = await dm.buttons();
    expect(buttons.map((button) => button.split(':')[0])).toEqual([
      'Snooze 1 day',
      'Snooze 1 week',
      'Status',
    ]);
    const [snooze = ''] = buttons.map((button) => button.slice(button.indexOf(': ') + 2));
    expect(await dm.say(snooze)).toContain('on Tue 5 May 2026, 09:00');
    await dm.pass({ days: 1 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('Your note: ask the ministry &amp; &lt;them&gt;'),
    ]);
  });

  test('that comes late says so', async () => {
    await dm.say('remind grain in 1 hour');
    await dm.skip({ hours: 4 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('This comes 3 hours late: Summit was not running.'),
    ]);
  });

  test('of an issue that was taken back says so', async () => {
    await dm.say('add Wool');
    await dm.say('remind wool in 1 hour: look');
    await dm.say('undo');
    await dm.pass({ minutes: 61 });
    const [message = ''] = await dm.came();
    expect(message).toContain('Reminder: `wool`');
    expect(message).toContain('Your note: look');
    expect(message).toContain('The issue is there no more');
    expect(await dm.buttons()).toEqual([]);
  });

  test('that was cancelled does not come', async () => {
    await dm.say('remind grain in 1 hour');
    await dm.say('remind grain off');
    await dm.pass({ hours: 2 });
    expect(await dm.came()).toEqual([]);
  });

  test('of many at one moment comes to everyone', async () => {
    for (let person = 0; person < 120; person += 1) {
      await dm.say('remind grain in 1 hour', { who: `U0${person}` });
    }
    await dm.pass({ minutes: 60 });
    expect(new Set(await dm.came()).size).toBe(120);
  });
});

describe('owners', () => {
  test('are asked in the morning once so many days passed without an entry, and again as often', async () => {
    await dm.say('owner grain <@U0BOB> <@U0CARLA>');
    await dm.say('update grain in talks because they met');
    expect(await dm.say('remind grain every 14 days')).toContain('Mon 18 May 2026, 09:00 (UTC)');
    await dm.pass({ days: 13, hours: 20 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ hours: 2 });
    const asked = await dm.came();
    expect(asked.map((message) => message.slice(0, 9))).toEqual(['U0BOB: No', 'U0CARLA: ']);
    expect(asked[0]).toContain('No entry on Grain exports for 14 days. Is it still “In talks”?');
    expect(asked[0]).toContain('Last entry: In talks, 4 May 2026. they met');
    expect(await dm.buttons()).toEqual([
      'Update: update grain',
      'Still so: remind grain snooze',
      'Snooze 3 days: remind grain snooze 3 days',
      'Snooze 1 week: remind grain snooze 1 week',
      'Stop: remind grain every off',
    ]);
    await dm.pass({ days: 13 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ days: 1 });
    expect(await dm.came()).toEqual([
      expect.stringContaining('for 28 days'),
      expect.stringContaining('for 28 days'),
    ]);
  });

  test('are left alone once something was entered, until so many days passed again', async () => {
    await dm.say('remind grain every 3 days');
    await dm.pass({ days: 1 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 4 days')]);
    await dm.say('note grain: nothing new', BOB);
    await dm.pass({ days: 2, hours: 20 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ days: 1 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 3 days')]);
  });

  test('are left alone for as long as they say', async () => {
    await dm.say('remind grain every 3 days');
    await dm.pass({ days: 1 });
    expect(await dm.came()).toHaveLength(1);
    await dm.say('remind grain snooze 1 week');
    await dm.pass({ days: 6, hours: 20 });
    expect(await dm.came()).toEqual([]);
    await dm.pass({ hours: 4 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 11 days')]);
    await dm.say('remind grain every off');
    await dm.pass({ days: 30 });
    expect(await dm.came()).toEqual([]);
  });

  test('still so: nothing is recorded, and nobody is asked for as many days', async () => {
    await dm.say('update grain agreed because of it source:https://news.example/a');
    await dm.say('remind grain every 2 days');
    await dm.pass({ days: 2 });
    expect(await dm.came()).toHaveLength(1);
    expect(await dm.say('remind grain snooze')).toContain('Nothing was recorded.');
    expect(await dm.say('status grain')).not.toContain('unsourced');
    await dm.pass({ days: 1, hours: 20 });
    expect(await dm.came()).toEqual([]);
  });

  test('are not asked of what is fulfilled or off the table, and again when it is open', async () => {
    await dm.say('update grain off the table because it was dropped');
    await dm.say('remind grain every 2 days');
    await dm.pass({ days: 10 });
    expect(await dm.came()).toEqual([]);
    await dm.say('update grain on agenda');
    await dm.pass({ days: 3 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 2 days')]);
  });

  test('of an issue that was taken back nobody is asked', async () => {
    await dm.say('add Wool');
    await dm.say('remind wool every 1 day');
    await dm.say('undo');
    await dm.pass({ days: 3 });
    expect(await dm.came()).toEqual([]);
    expect(await db.selectFrom('nudges').selectAll().execute()).toEqual([]);
  });

  test('are asked again soon after a clock that was ahead was set right', async () => {
    await dm.say('remind grain every 3 days');
    await dm.skip({ hours: 24 * 300 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 303 days')]);
    await dm.skip({ hours: -24 * 300 });
    await dm.pass({ days: 1 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 4 days')]);
  });

  test('are left alone for years, when they say so', async () => {
    await dm.say('remind grain every 3 days');
    expect(await dm.say('remind grain snooze 2 years')).toContain('before Thu 4 May 2028');
    await dm.pass({ days: 2 });
    expect(await dm.came()).toEqual([]);
    expect(await dm.say('remind grain')).toContain('not before Thu 4 May 2028');
    await dm.skip({ hours: 24 * 730 });
    expect(await dm.came()).toEqual([expect.stringContaining('for 735 days')]);
  });
});

test('an issue of another agenda than the one in use is told with its agenda, and without buttons that would mean another', async () => {
  const names = [{ key: 'grain', title: 'Grain for the north' }];
  const document = agendaOf(names);
  const dataset = { ...document.dataset, id: 'another', title: 'Talks in the north' };
  await put(db, { ...document, dataset });
  const where = { channelId: 'C0NORTH' };
  await say(db, 'agenda names', where);
  await say(db, 'agenda another', { channelId: 'C0OTHER' });
  await say(db, 'watch grain', where);
  await say(db, 'remind grain in 1 hour', where);
  await say(db, 'remind grain every 1 day', where);
  await say(db, 'update grain in talks', { ...where, who: BOB_THERE });
  await dm.pass({ days: 1 });
  const came = await dm.came();
  expect(came).toHaveLength(3);
  for (const message of came) {
    expect(message).toContain(
      'On the agenda An agenda of names. In a channel that uses it: `/summit status grain`',
    );
  }
  expect(await dm.buttons()).toEqual([]);
});

test('what is broken in the record keeps nothing from anybody else', async () => {
  await dm.say('remind grain in 1 hour: mine');
  await dm.say('remind fish in 1 hour: another');
  await dm.say('remind grain every 1 day');
  await dm.say('remind fish every 1 day');
  await dm.say('watch grain');
  await dm.say('watch fish', BOB);
  await dm.say('update grain in talks', { who: 'U0CARLA' });
  await dm.say('update fish in talks', { who: 'U0CARLA' });
  await db.updateTable('reminders').set({ agenda_id: 'none' }).where('note', '=', 'mine').execute();
  await db.updateTable('issue_cards').set({ card: '{' }).where('issue_key', '=', 'grain').execute();
  await dm.pass({ hours: 2 });
  expect((await dm.came()).toSorted()).toEqual([
    expect.stringMatching(/^U0ALICE: Reminder: Fishing rights\nYour note: another\n/),
    'U0ALICE: Reminder: `grain`\nYour note: mine',
    expect.stringMatching(/^U0BOB: 💬 Fishing rights: On the agenda → In talks/),
  ]);
  await dm.pass({ days: 1 });
  expect((await dm.came()).toSorted()).toEqual([
    expect.stringContaining('No entry on Fishing rights for 1 day'),
    expect.stringContaining('No entry on Grain exports for 1 day'),
  ]);
});

test('a zone this machine does not know keeps nobody else from being told, and its nudge ends', async () => {
  await dm.say('remind grain every 1 day');
  await dm.say('remind fish every 1 day');
  await dm.say('watch grain');
  await db
    .updateTable('nudges')
    .set({ time_zone: 'Mars/Olympus' })
    .where('issue_key', '=', 'grain')
    .execute();
  await dm.say('update grain in talks', BOB);
  await dm.pass({ hours: 22 });
  expect((await dm.came()).toSorted()).toEqual([
    expect.stringContaining('No entry on Fishing rights'),
    expect.stringContaining('Grain exports: On the agenda → In talks'),
  ]);
  expect(await dm.say('remind')).not.toContain('grain');
});

test('where reminders fail, owners and watchers are told, and the failure is seen', async () => {
  await dm.say('remind grain every 1 day');
  await dm.say('watch grain');
  await dm.say('update fish in talks', BOB);
  await dm.say('update grain in talks', BOB);
  await db.schema.dropTable('reminders').execute();
  await expect(dm.skip({ hours: 48 })).rejects.toThrow('reminders');
  expect(await dm.came()).toHaveLength(2);
});
