import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { endSlot, type SlotEnd } from '../../db/slots-to-tell.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { pauseByItself } from '../../src/changes/pause-digest.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { record } from '../../src/changes/record.ts';
import { rowsOf } from '../support/all-rows.ts';
import { EVE } from '../support/ask.ts';
import { askAs, BOB, digestOf, type How } from '../support/ask-as.ts';
import { emptyDb, exampleDb } from '../support/db.ts';
import { tellDue } from '../support/digests.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('/summit digest with a schedule', () => {
  test('says in words when the next three come, in the asker’s zone where none is named', async () => {
    const text = await said('digest daily 09:00');
    expect(text).toContain(
      'This channel gets a digest every day at 09:00, Los Angeles time (America/Los_Angeles).',
    );
    expect(text).toContain('Next: Wed 15 Nov 2023, 09:00');
    expect(text).toContain('Then: Thu 16 Nov 2023, 09:00\nThen: Fri 17 Nov 2023, 09:00');
    expect(await digestOf(db)).toMatchObject({ state: 'on', setBy: 'U0ALICE' });
  });

  test.each([
    ['weekdays 08:30 Europe/Brussels', 'weekdays at 08:30, Brussels time (Europe/Brussels)'],
    ['weekly mon 09:00', 'every Monday at 09:00, '],
    ['monthly 1 09:00 UTC', 'every month on the 1st day at 09:00, UTC'],
    ['daily 17:00 09:00 zone:"New York"', 'every day at 09:00 and 17:00, New York time'],
  ])('%s is %s', async (words, inWords) => {
    expect(await said(`digest ${words}`)).toContain(inWords);
  });

  test('keeps the zone it had when the words name none, and says so', async () => {
    await said('digest weekdays 08:30 Europe/Brussels');
    const text = await said('digest weekdays 10:00');
    expect(text).toContain('weekdays at 10:00, Brussels time');
    expect(text).toContain('It keeps its time zone, Europe/Brussels.');
    expect(text).toContain('`zone:America/Los_Angeles`');
    expect(await said('digest zone:Tokyo')).toContain('weekdays at 10:00, Tokyo time (Asia/Tokyo)');
  });

  test('keeps its days when the words name only a time', async () => {
    await said('digest weekly mon,thu 08:30');
    expect(await said('digest 10:00')).toContain('every Monday and Thursday at 10:00');
    expect(await said('digest every day 11:00')).toContain('every day at 11:00');
  });

  test('says who set it up and who changed it last', async () => {
    await said('digest daily 09:00');
    await said('digest daily 10:00', { who: BOB, minutes: 5 });
    const text = await said('digest', { minutes: 6 });
    expect(text).toContain(
      'Set up by <@U0ALICE> on Tue 14 Nov 2023, 20:00; last changed by <@U0BOB> on Tue 14 Nov 2023, 20:05.',
    );
  });

  test('says when Summit cannot post there, and sets it all the same', async () => {
    const text = await said('digest daily 09:00', { reach: async () => 'not a member' });
    expect(text).toContain('Summit is not in this channel: type `/invite @Summit` here.');
    expect((await digestOf(db))?.state).toBe('on');
    for (const reach of ['member', 'unknown'] as const) {
      const other = await said('digest daily 10:00', { reach: async () => reach });
      expect(other).not.toContain('/invite');
    }
  });

  test('the same input acts once', async () => {
    await said('digest daily 09:00', { inputId: 'one' });
    await said('digest daily 10:00', { inputId: 'two' });
    expect(await said('digest daily 09:00', { inputId: 'one' })).toContain('recorded already');
    expect((await digestOf(db))?.schedule.times).toEqual(['10:00']);
  });

  test('works while the record is empty', async () => {
    db = await emptyDb();
    expect(await said('digest daily 09:00')).toContain('every day at 09:00');
    expect(await said('digest preview')).toContain('The record is empty.');
    expect(await said('digest mute fentanyl')).toContain('The record is empty.');
  });
});

describe('pausing and ending', () => {
  test('pause, resume and off say what comes of it', async () => {
    await said('digest daily 09:00');
    expect(await said('digest pause')).toContain('The digest of this channel is paused.');
    const paused = await said('digest');
    expect(paused).toContain('Paused by <@U0ALICE>');
    expect(paused).toContain('`/summit digest resume`');
    expect(paused).not.toContain('Next:');
    expect(await said('digest only:tension')).toContain('It is paused.');
    expect(await said('digest resume')).toContain('Next: Wed 15 Nov 2023, 09:00');
    expect(await said('digest resume')).toContain('is not paused');

    expect(await said('digest off')).toContain('The digest of this channel is off');
    const off = await said('digest');
    expect(off).toContain('This channel gets no digest.');
    expect(off).toContain('<@U0ALICE> turned it off');
    expect((await ask('digest only:tension')).problem).toBe('usage');
  });

  test.each(['cancel', 'unsubscribe', 'disable', 'delete', 'stop'])('%s is off', async (word) => {
    await said('digest daily 09:00');
    expect(await said(`digest ${word}`)).toContain('The digest of this channel is off');
  });

  test.each(['show', 'list', 'settings'])('%s shows all of it', async (word) => {
    await said('digest daily 09:00');
    expect(await said(`digest ${word}`)).toBe(await said('digest'));
  });

  test('on has it come again, where nothing follows', async () => {
    await said('digest daily 09:00');
    await said('digest pause');
    expect(await said('digest on')).toContain('comes again.');
  });

  test('where there is none, each says how to have one', async () => {
    for (const word of ['', 'pause', 'resume', 'off', 'now']) {
      expect(await said(`digest ${word}`)).toContain('type `/summit digest weekdays 09:00`');
    }
    expect(await digestOf(db)).toBeNull();
  });

  test('off is asked about first when it is a button', async () => {
    await said('digest daily 09:00');
    const { message } = await ask('digest');
    const buttons = JSON.stringify(message.blocks);
    expect(buttons).toMatch(/"value":"digest off","confirm":\{"title"/);
    expect(buttons).not.toMatch(/"value":"digest pause","confirm"/);
  });

  test('a change turns a paused one on again, and says so', async () => {
    await said('digest daily 09:00');
    await said('digest pause');
    expect(await said('digest daily 10:00')).toContain('It was paused, and comes again.');
  });
});

describe('/summit digest now', () => {
  test('has one come beside the others, once', async () => {
    await said('digest daily 09:00');
    expect(await said('digest now', { inputId: 'press' })).toContain('is on its way');
    expect((await ask('digest now')).problem).toBe('refused');
    expect(await said('digest')).toContain('Tue 14 Nov 2023, 20:00: asked for, on its way');
  });

  test('is refused where Summit is not a member, with what to do', async () => {
    const reach = async (): Promise<'not a member'> => 'not a member';
    expect(await said('digest now', { reach })).toContain('This channel gets no digest.');
    await said('digest daily 09:00');
    const { problem, message } = await ask('digest now', { reach });
    expect(problem).toBe('refused');
    expect(message.text).toMatch(/^Summit is not in the channel\..*\/invite @Summit/);
    expect(message.text).toContain('then type /summit digest now.');
    expect(await said('digest')).not.toContain('on its way');
  });

  test('comes while it is paused by a person, but not where Summit may not post', async () => {
    await said('digest daily 09:00');
    await said('digest pause');
    expect(await said('digest now')).toContain('It is still paused.');
    await said('digest resume');
    const { id = '' } = (await digestOf(db)) ?? {};
    await record(db, async (tx) => pauseByItself(tx, id, 'is_archived', EVE));
    const refused = await ask('digest now');
    expect(refused.problem).toBe('refused');
    expect(refused.message.text).toBe(
      'The channel is archived. Unarchive it, then type /summit digest resume.',
    );
    expect(await said('digest')).toContain(
      'Paused by Summit: The channel is archived. Unarchive it, then type `/summit digest resume`.',
    );
  });
});

describe('how the last ones went', () => {
  test('posted, late, silent, missed, not posted and uncertain, the newest first', async () => {
    await said('digest daily 09:00 UTC');
    const at = (day: number, time = '09:00'): Temporal.Instant =>
      Temporal.Instant.from(`2023-11-${day}T${time}:00Z`);
    const tell = async (moment: Temporal.Instant, end: SlotEnd): Promise<void> => {
      await planDueSlots(db, moment);
      await tellDue(db, moment, end);
    };
    await tell(at(15), 'said');
    await tell(at(16, '11:20'), 'said');
    await tell(at(17), 'silent');
    await planDueSlots(db, at(18, '22:00'));
    await tell(at(19), 'unknown');
    const text = await said('digest', { now: at(19, '12:00') });
    const [, went = ''] = /How the last ones went\n((?:.*: .*\n)+)Set up/.exec(text) ?? [];
    expect(went.trim().split('\n')).toEqual([
      'Sun 19 Nov 2023, 09:00: uncertain: Slack did not say whether it took it, and it was not posted again',
      'Sat 18 Nov 2023, 09:00: missed: Summit was not running; the next one tells it all',
      'Fri 17 Nov 2023, 09:00: nothing had changed that it tells of, so nothing was said',
      'Thu 16 Nov 2023, 09:00: posted late, Thu 16 Nov 2023, 11:20',
      'Wed 15 Nov 2023, 09:00: posted',
    ]);
  });

  test.each([
    ['not_in_channel', 'not posted: Summit is not in the channel; the next one tells it all'],
    ['msg_too_odd', 'not posted: Slack refused its messages (msg_too_odd); the next one'],
    ['K7F3-2Q', 'not posted (K7F3-2Q); the next one tells it all'],
  ])('why one was not posted, of %s', async (why, words) => {
    await said('digest daily 09:00 UTC');
    const now = Temporal.Instant.from('2023-11-15T09:00:00Z');
    await planDueSlots(db, now);
    const { id = '' } = (await digestOf(db)) ?? {};
    await tellDue(db, now, 'composed');
    await record(db, async (tx) =>
      endSlot(tx, { digestId: id, at: stamp(now) }, { state: 'failed', why }, now),
    );
    expect(await said('digest', { now: now.add({ minutes: 5 }) })).toContain(words);
  });
});

describe('/summit digest preview', () => {
  test('shows what would come, and changes nothing', async () => {
    await said('digest daily 09:00 UTC');
    const before = await rowsOf(db, []);
    await said('digest preview only:taiwan weekly mon 09:00');
    expect(await said('digest preview', { minutes: 60 })).toContain('Only you see this');
    expect(await rowsOf(db, [])).toEqual(before);
    expect((await ask('digest preview only:unicorns')).problem).toBe('usage');
  });

  test('goes on over as many parts as it takes, with the same options', async () => {
    await said('digest daily 09:00 UTC');
    let words = 'digest preview quiet:off weekly mon 09:00';
    let told = '';
    for (let part = 1; part < 20; part += 1) {
      const { text } = (await ask(words)).message;
      told += text;
      const [, next] = /Show more: \/summit (.*)/.exec(text) ?? [];
      if (next === undefined) break;
      expect(next).toBe(`digest preview weekly mon 09:00 quiet:off part:${part + 1}`);
      words = next;
    }
    expect(words).toContain('part:');
    expect(told).toContain('Mute: /summit digest mute');
    expect(told).not.toContain('Show more: /summit digest preview part');
  });

  test('where something else changed, says what it tells of', async () => {
    const now = Temporal.Instant.from('2024-05-10T12:00:00Z');
    await said('digest daily 09:00 UTC only:tension quiet:off', { now });
    await said('digest me daily 09:00 UTC', { now });
    await said('update fentanyl agreed: It was signed. says Reuters', { now });
    const narrow = await said('digest preview', { now });
    expect(narrow).toMatch(
      /Nothing changed on Biden–Xi meeting.* that this digest tells of, since/,
    );
    expect(narrow).toContain('It tells only of: tension.');
    expect(narrow).not.toContain('The last entry');
    const own = await said('digest me preview', { now });
    expect(own).toContain('for nothing changed that it tells of.');
    expect(own).toContain('It leaves out: what you changed yourself.');
    expect(await said('digest preview only:all', { now })).toContain('Curbs on exports');
  });

  test('works before there is one', async () => {
    expect(await said('digest preview')).toContain('Only you see this');
    expect(await digestOf(db)).toBeNull();
  });
});

test('asking changes nothing', async () => {
  await said('digest daily 09:00');
  const before = await rowsOf(db, []);
  for (const words of ['digest', 'digest me', 'digest preview', 'digest form', 'digest help']) {
    await said(words);
  }
  expect(await rowsOf(db, [])).toEqual(before);
});

async function ask(words: string, how: How = {}): ReturnType<typeof askAs> {
  return askAs(db, words, how);
}

async function said(words: string, how: How = {}): Promise<string> {
  return (await ask(words, how)).message.text;
}
