import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { rowsOf } from '../support/all-rows.ts';
import { askAs } from '../support/ask-as.ts';
import { exampleDb } from '../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('words as people say them', () => {
  test.each([
    ['on mondays at 9', 'every Monday at 09:00'],
    ['on fridays at 16:00', 'every Friday at 16:00'],
    ['on weekdays at 9', 'weekdays at 09:00'],
    ['me on mondays at 9', 'You get a digest every Monday at 09:00'],
    ['for me weekdays 09:00', 'You get a digest weekdays at 09:00'],
    ['each weekday morning 08:00', 'weekdays at 08:00'],
    ['twice a day 09:00 17:00', 'every day at 09:00 and 17:00'],
  ])('understands %s', async (words, inWords) => {
    expect(await said(`digest ${words}`)).toContain(inWords);
  });

  test.each([
    ['only:no movement', 'Tells of: No movement'],
    ['only:in talks weekdays 10:00', 'Tells of: In talks'],
    ['only:tension, agreed in principle', 'Tells of: tension, Agreed in principle'],
    ['except:status=no movement', 'But not of: No movement'],
    ['days-ahead:7 days', 'Dates to come: 7 days ahead'],
    ['days-ahead:1 day stale:60 days', 'Issues without news: told after 60 days'],
  ])('%s needs no quotes', async (words, told) => {
    await said('digest daily 09:00');
    expect(await said(`digest ${words}`)).toContain(told);
  });

  test.each([
    ['only:climate change', 'digest only:"climate change"'],
    ['only:arms control weekdays 10:00', 'digest only:"arms control" weekdays 10:00'],
    ['except:fentanyl, arms control', 'digest except:fentanyl,"arms control"'],
    ['weekdays 09:00 tension', 'digest weekdays 09:00 only:tension'],
    ['weekdays 09:00 stalled and mine', 'digest weekdays 09:00 only:stalled,mine'],
    ['only tension', 'digest only:tension'],
    ['only the tension issues', 'digest only:tension'],
    ['weekdays at 9 about taiwan', 'digest weekdays at 9 only:taiwan'],
    ['only fentanyl weekdays 9', 'digest only:fentanyl weekdays 9'],
    ['only:tension and cooperation', 'digest only:tension,cooperation'],
    ['only:tension or stalled 10:00', 'digest only:tension,stalled 10:00'],
    ['status:stalled', 'digest only:status=stalled'],
    ['category:tension weekdays 9', 'digest only:category=tension weekdays 9'],
    ['quiet on', 'digest quiet:on'],
    ['preview only tension', 'digest preview only:tension'],
    ['weekdays 09:00 for me', 'digest me weekdays 09:00'],
    ['weekdays 09:00 me', 'digest me weekdays 09:00'],
    ['me weekdays 09:00 tension', 'digest me weekdays 09:00 only:tension'],
  ])('%s: says how to write it, and that works', async (words, better) => {
    await said('digest daily 09:00');
    const before = await rowsOf(db, []);
    const { problem, message } = await ask(`digest ${words}`);
    expect(problem).toBe('usage');
    expect(message.text).toContain(`Did you mean /summit ${better}?`);
    expect(await rowsOf(db, [])).toEqual(before);
    expect((await ask(better)).problem).toBeUndefined();
  });

  test.each([
    ['digest only:unicorns of fun', '“unicorns of fun” is neither a category nor a status'],
    ['digest weekdays 09:00 hotline', '“hotline” fits more than one issue.'],
    ['digest daily 9 to 5', '“to” says nothing about when.'],
  ])('%s names nothing or too much, and is told so', async (words, sentence) => {
    const { problem, message } = await ask(words);
    expect(problem).toBe('usage');
    expect(message.text).toContain(sentence);
  });
});

describe('words that can’t be used', () => {
  test.each([
    ['digest daily 25:00', '“25:00” is not a time of day.'],
    ['digest weekly 09:00', 'Say on which day of the week'],
    ['digest daily 09:00 Europe/Brusels', 'zone'],
    ['digest daily 09:00 zone:Atlantis', '“Atlantis” is no time zone.'],
    ['digest frobnicate', '“frobnicate” is not something a digest takes.'],
    ['digest off tomorrow', '“off” stands alone: /summit digest off.'],
    ['digest only:tension', 'There is no digest to change. Say when it comes as well'],
    ['digest daily 09:00 exept:taiwan', '“exept:” is no option of a digest. Did you mean except:?'],
    ['digest daily 09:00 colour:red', 'Options are only:, except:, quiet:'],
    ['digest daily 09:00 quiet:perhaps', 'Write quiet:on or quiet:off.'],
    ['digest daily 09:00 days-ahead:61', 'a number from 0 to 60'],
    ['digest daily 09:00 stale:366', 'a number of days to 365'],
    ['digest daily 09:00 except:all', 'Nothing would be left to tell.'],
  ])('%s: one sentence, and nothing is changed', async (words, sentence) => {
    const before = await rowsOf(db, []);
    const { problem, message } = await ask(words);
    expect(problem).toBe('usage');
    expect(message.text).toContain(sentence);
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test.each([
    ['digest me daily', 'Say at what time: /summit digest me daily 09:00.'],
    ['digest me weekly 09:00', 'the week: /summit digest me weekly mon 09:00.'],
    ['digest me monthly 09:00', ': /summit digest me monthly 1 09:00 or'],
    ['digest me weekdays 08:30 Mars', 'Type it like /summit digest me weekdays 08:30'],
    ['digest my mondays', 'Say at what time: /summit digest me weekly mon 09:00.'],
    ['digest me twice daily', 'Say at what time: /summit digest me daily 09:00.'],
    ['digest daily', 'Say at what time: /summit digest daily 09:00.'],
    ['digest me daily 09:00 zone:Europe/Bruxelles', 'Did you mean zone:Europe/Brussels?'],
    ['digest me except:all', '/summit digest off or /summit digest me off.'],
    ['digest show tension', '“show” stands alone: /summit digest show.'],
  ])('%s is told what to type for that very digest', async (words, advice) => {
    const { problem, message } = await ask(words);
    expect(problem).toBe('usage');
    expect(message.text).toContain(advice);
  });

  test.each([
    ['digest weekley mon 09:00', 'weekly'],
    ['digest puase', '/summit digest pause'],
    ['digest me resmue', '/summit digest me resume'],
    ['digest prev', '/summit digest preview'],
  ])('%s suggests %s', async (words, suggestion) => {
    expect(await said(words)).toMatch(new RegExp(`Did you mean .*${suggestion}`));
  });
});

async function ask(words: string): ReturnType<typeof askAs> {
  return askAs(db, words);
}

async function said(words: string): Promise<string> {
  return (await ask(words)).message.text;
}
