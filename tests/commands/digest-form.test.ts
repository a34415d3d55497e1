import { beforeEach, describe, expect, test } from 'vitest';
import { findDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { BOB, deskDb, filledIn, formOf, hintsIn, say } from '../support/desk.ts';

const HERE = JSON.stringify({ whose: 'here', channelId: 'C0DESK' });
const FILLED = {
  every: 'weekday',
  times: '09:00',
  zone: 'UTC',
  quiet: 'on',
  ahead: '7',
  stale: '30',
};

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

describe('the form of a digest', () => {
  test('begins with what is usual, or with the digest as it is', async () => {
    const { form } = await say(db, 'digest form');
    expect(filledIn(form!)).toEqual(FILLED);
    expect(hintsIn(form!)).toContain(
      'The next ones: Tue 5 May 2026, 09:00; Wed 6 May 2026, 09:00; Thu 7 May 2026, 09:00.',
    );

    await say(db, 'digest monthly 1,31 17:00 Tokyo only:mine,stuck except:grain quiet:off stale:0');
    const { form: again } = await say(db, 'digest edit');
    expect(filledIn(again!)).toEqual({
      every: 'month',
      monthdays: '1, last',
      times: '17:00',
      zone: 'Asia/Tokyo',
      only: 'owner=me, stuck',
      except: 'issue=grain',
      quiet: 'off',
      ahead: '7',
      stale: '0',
    });
  });

  test('shows what was typed beside the word', async () => {
    const { form } = await say(db, 'digest form weekly tue 08:00 only:fish');
    expect(filledIn(form!)).toMatchObject({ every: 'week', times: '08:00', only: 'issue=fish' });
    expect(JSON.stringify(form!.blocks)).toMatch(/"initial_options":\[[^\]]*"Tuesday"/);
    const { form: timeless } = await say(db, 'digest form weekly fri');
    expect(filledIn(timeless!)).toMatchObject({ every: 'week', times: '09:00' });
    expect((await say(db, 'digest form quiet:never')).problem).toBe('usage');
  });

  test('asks for days where the rhythm has some, and shows the next ones as it is filled in', async () => {
    const { revise } = formOf(db, 'digest');
    const weekly = await revise({ ...FILLED, every: 'week', weekdays: '1 4', times: '9am' }, HERE);
    expect(JSON.stringify(weekly.blocks)).toContain('"field:weekdays"');
    expect(hintsIn(weekly)).toContain('Thu 7 May 2026, 09:00; Mon 11 May 2026, 09:00');
    const monthly = await revise({ ...FILLED, every: 'month', times: '9:30' }, HERE);
    expect(JSON.stringify(monthly.blocks)).toContain('"field:monthdays"');
    expect(hintsIn(monthly)).toContain('Write days such as 1, 15 or last.');
    expect(hintsIn(monthly)).not.toContain('The next ones');
    const tokyo = await revise({ ...FILLED, zone: 'Asia/Tokyo' }, HERE);
    expect(JSON.stringify(tokyo.blocks)).toContain('Asia/Tokyo, now 21:00');
  });

  test('names what is wrong by its field, and keeps nothing', async () => {
    const before = await rowsOf(db, []);
    const { submit } = formOf(db, 'digest');
    const wrong = async (fields: object): Promise<Record<string, string>> => {
      const outcome = await submit({ ...FILLED, ...fields }, HERE);
      if (outcome.kind !== 'problems') throw new Error(outcome.kind);
      return outcome.problems;
    };
    expect(await wrong({ times: '25:00' })).toEqual({ times: expect.stringContaining('25:00') });
    expect(await wrong({ times: '' })).toEqual({ times: expect.stringContaining('09:00') });
    expect(await wrong({ every: 'week' })).toEqual({ weekdays: 'Choose at least one day.' });
    expect(await wrong({ every: 'month', monthdays: '32' })).toEqual({
      monthdays: expect.any(String),
    });
    expect(await wrong({ only: 'unicorns', ahead: '99' })).toEqual({
      ahead: expect.stringContaining('0 to 60'),
    });
    expect(await wrong({ only: 'tension, unicorns' })).toEqual({
      only: expect.stringContaining('“unicorns” is neither a category nor a status'),
    });
    expect(await wrong({ except: 'owner=@nobody', stale: 'often' })).toEqual({
      except: expect.stringContaining('nobody Slack knows'),
      stale: expect.stringContaining('365'),
    });
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('sent, it sets the digest and confirms it; sent again it acts once', async () => {
    const inputId = 'V1.hash';
    const fields = { ...FILLED, every: 'week', weekdays: '1 4', only: 'grain, mine', quiet: 'off' };
    const outcome = await formOf(db, 'digest', { inputId }).submit(fields, HERE);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.reply.message.text).toContain('every Monday and Thursday at 09:00, UTC');
    expect(await here()).toMatchObject({
      schedule: { every: 'week', days: [1, 4], times: ['09:00'], timeZone: 'UTC' },
      choices: {
        only: [
          { kind: 'issue', key: 'grain' },
          { kind: 'owner', userId: 'U0ALICE' },
        ],
        quiet: false,
      },
    });
    await say(db, 'digest daily 10:00');
    const again = await formOf(db, 'digest', { inputId }).submit(fields, HERE);
    expect(JSON.stringify(again)).toContain('recorded already');
    expect((await here())?.schedule.every).toBe('day');
  });

  test('emptied fields clear the filters', async () => {
    await say(db, 'digest daily 09:00 only:grain except:fish days-ahead:3');
    await formOf(db, 'digest', { who: BOB }).submit({ ...FILLED, ahead: '' }, HERE);
    expect(await here()).toMatchObject({
      setBy: 'U0ALICE',
      changedBy: 'U0BOB',
      choices: { only: [], except: [], daysAhead: 0 },
    });
  });

  test('is of one’s own digest where that was asked for', async () => {
    const { form } = await say(db, 'digest me form');
    expect(form?.title).toBe('Your digest');
    await formOf(db, 'digest').submit(FILLED, form!.keep);
    expect(await here()).toBeNull();
    expect(await findDigest(db, { teamId: 'T0SUMMIT', place: 'U0ALICE' })).not.toBeNull();
  });
});

async function here(): Promise<StandingDigest | null> {
  return findDigest(db, { teamId: 'T0SUMMIT', place: 'C0DESK' });
}
