import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { askAs, BOB, digestOf, type How } from '../support/ask-as.ts';
import { exampleDb } from '../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('a digest of one’s own', () => {
  test('is the asker’s alone, and its words carry me', async () => {
    const text = await said('digest me weekdays 08:00 only:mine');
    expect(text).toContain('You get a digest weekdays at 08:00');
    expect(text).toContain('in your direct messages with Summit');
    expect(text).toContain('But not of: what you changed yourself');
    expect(await digestOf(db)).toBeNull();
    expect(await digestOf(db, 'U0ALICE')).toMatchObject({
      choices: { only: [{ kind: 'owner', userId: 'U0ALICE' }] },
    });
    const { message } = await ask('digest me');
    expect(message.text).toContain('Your digest');
    for (const button of JSON.stringify(message.blocks).match(/"value":"[^"]*"/g) ?? []) {
      expect(button).toMatch(/^"value":"digest me /);
    }
    expect(await said('digest me', { who: BOB })).toContain('You get no digest of your own.');
  });

  test('is what digest means in a direct message', async () => {
    await said('digest daily 09:00', { channelId: 'D0ALICE' });
    expect(await said('digest me')).toContain('Your digest');
  });
});

describe('the digest of another channel', () => {
  test('is managed from elsewhere by whoever set it up or changed it last, and by nobody else', async () => {
    await said('digest daily 09:00');
    const how = { channelId: 'D0ALICE' };
    expect(await said('digest pause <#C0DESK>', how)).toContain('that channel is paused');
    expect((await digestOf(db))?.state).toBe('paused');
    const { message } = await ask('digest resume <#C0DESK|desk>', how);
    expect(message.text).toContain('The digest of that channel comes again.');
    expect(JSON.stringify(message.blocks)).toContain('"value":"digest <#C0DESK>"');
    expect(message.text).toContain('Manage: /summit digest #channel');
    const muted = await ask('digest <#C0DESK> mute fentanyl', how);
    expect(JSON.stringify(muted.message.blocks)).toContain('digest <#C0DESK> unmute fentanyl');
    const { form } = await ask('digest <#C0DESK> form', how);
    expect(form?.title).toBe('That channel’s digest');

    const bob = { who: BOB, channelId: 'C0PRESS' };
    const refused = await ask('digest <#C0DESK>', bob);
    expect(refused.problem).toBe('refused');
    expect(refused.message.text).toBe((await ask('digest <#C0NONE>', bob)).message.text);
    await said('digest off <#C0DESK>', bob);
    expect((await digestOf(db))?.state).toBe('on');
  });
});

describe('where no digest can come', () => {
  test('the terminal refuses in one sentence, but shows a preview of seven days', async () => {
    const who = { id: 'terminal:ann', timeZone: 'UTC' };
    for (const words of ['digest', 'digest daily 09:00', 'digest me daily 09:00', 'digest form']) {
      const { problem, message } = await ask(words, { who });
      expect(problem).toBe('refused');
      expect(message.text).toContain('type /summit digest there');
    }
    expect(await db.selectFrom('digests').selectAll().execute()).toEqual([]);
    const preview = await ask('digest preview', { who, minutes: 24 * 60 });
    expect(preview.problem).toBeUndefined();
    expect(preview.message.text).toContain('Only you see this');
  });

  test('without a channel, as on the Home tab, only one’s own', async () => {
    expect(await said('digest daily 09:00', { channelId: '' })).toContain('/summit digest me');
    expect(await said('digest me daily 09:00', { channelId: '' })).toContain('You get a digest');
  });
});

async function ask(words: string, how: How = {}): ReturnType<typeof askAs> {
  return askAs(db, words, how);
}

async function said(words: string, how: How = {}): Promise<string> {
  return (await ask(words, how)).message.text;
}
