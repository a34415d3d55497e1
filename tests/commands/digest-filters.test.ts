import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { listMutes } from '../../db/digest-mutes.ts';
import { findDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import type { DigestChoices } from '../../src/agenda/digest.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { rowsOf } from '../support/all-rows.ts';
import { ask, EVE, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

const BOB = { who: { id: 'U0BOB', timeZone: 'UTC' } };

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
  await ask(db, 'digest daily 09:00 UTC');
});

describe('only: and except:', () => {
  test.each([
    ['only:tension', [{ kind: 'category', category: 'tension' }]],
    ['only:category=tensions', [{ kind: 'category', category: 'tension' }]],
    ['only:stalled', [{ kind: 'status', statuses: ['stalled'] }]],
    ['only:status="no movement"', [{ kind: 'status', statuses: ['stalled'] }]],
    ['only:stuck', [{ kind: 'status', statuses: ['stalled', 'suspended', 'off-table'] }]],
    ['only:fentanyl', [{ kind: 'issue', agendaId: 'biden-xi-2023', key: 'fentanyl' }]],
    [
      'only:issue="arms control"',
      [{ kind: 'issue', agendaId: 'biden-xi-2023', key: 'arms-control' }],
    ],
    ['only:mine', [{ kind: 'owner', userId: 'U0ALICE' }]],
    ['only:owner=me', [{ kind: 'owner', userId: 'U0ALICE' }]],
    ['only:owner=&lt;@U0BOB|bob&gt;', [{ kind: 'owner', userId: 'U0BOB' }]],
    ['only:owner=Blinken', [{ kind: 'official', name: 'Blinken' }]],
    ['only:watched', [{ kind: 'watched', userId: 'U0ALICE' }]],
    ['only:agenda=biden-xi-2023', [{ kind: 'agenda', agendaId: 'biden-xi-2023' }]],
    ['only:biden-xi-2023', [{ kind: 'agenda', agendaId: 'biden-xi-2023' }]],
    [
      'only:tension, stalled only:channel',
      [
        { kind: 'category', category: 'tension' },
        { kind: 'status', statuses: ['stalled'] },
        { kind: 'category', category: 'channel' },
      ],
    ],
    ['only:tension,tension', [{ kind: 'category', category: 'tension' }]],
  ])('%s', async (words, only) => {
    const { problem, message } = await ask(db, `digest ${words}`);
    expect(problem).toBeUndefined();
    expect(message.text).toContain('Tells of: ');
    expect((await choices()).only).toEqual(only);
    expect((await here()).schedule.times).toEqual(['09:00']);
  });

  test.each([
    ['only:channel', 'Tells of: category channel\n'],
    ['except:context,cooperation', 'But not of: category context, cooperation\n'],
    ['only:moving,agreed', 'Tells of: moving, Agreed\n'],
    ['only:stuck', 'Tells of: stuck\n'],
    ['only:status="agreed,implementing,fulfilled"', 'Agreed or Being carried out or Fulfilled\n'],
  ])('%s is said back as %s', async (words, told) => {
    expect(await said(db, `digest ${words}`)).toContain(told);
  });

  test.each([
    'only:tension except:tension',
    'only:fentanyl except:fentanyl',
    'only:issue=fentanyl except:cooperation',
    'except:tension,cooperation,channel,context',
  ])('%s leaves nothing, and is warned of', async (words) => {
    const told = 'As things are, no issue that has a status fits: there is nothing to tell.';
    expect(await said(db, `digest ${words}`)).toContain(told);
    expect(await said(db, 'digest only:tension,cooperation except:taiwan')).not.toContain(told);
    expect(await said(db, 'digest only:all except:none')).not.toContain(told);
  });

  test('options alone change just these, and all and none clear them', async () => {
    await ask(db, 'digest only:tension except:taiwan quiet:off days-ahead:14 stale:off');
    expect(await choices()).toMatchObject({ quiet: false, daysAhead: 14, staleAfter: 0 });
    const text = await said(db, 'digest only:all');
    expect(text).toContain('Tells of: every issue of the agenda in use here');
    expect(text).toContain('But not of: `taiwan`');
    expect(text).toContain('it says so in one line');
    expect(text).toContain('Dates to come: 14 days ahead. Issues without news: not told.');
    expect((await choices()).except).toHaveLength(1);
    await ask(db, 'digest except:none');
    expect((await choices()).except).toEqual([]);
  });

  test('they go with a schedule too, in any order', async () => {
    const text = await said(db, 'digest only:tension weekdays 08:30 except:"arms control" UTC');
    expect(text).toContain('weekdays at 08:30, UTC');
    expect(text).toContain('Tells of: tension');
    expect(text).toContain('But not of: `arms-control`');
  });

  test('an unclear name is asked about, with the whole line on each button', async () => {
    const before = await rowsOf(db, []);
    const { problem, message } = await ask(db, 'digest weekdays 10:00 only:tension,hotline');
    expect(problem).toBe('usage');
    expect(message.text).toContain('“hotline” fits more than one issue.');
    expect(JSON.stringify(message.blocks)).toContain(
      '"value":"digest weekdays 10:00 only:tension,issue=mil-mil-comms"',
    );
    expect(await rowsOf(db, [])).toEqual(before);
    await ask(db, 'digest weekdays 10:00 only:tension,issue=mil-mil-comms');
    expect((await choices()).only).toHaveLength(2);
  });

  test.each([
    ['only:stlled', 'The nearest: stalled'],
    ['only:tensoin', 'The nearest: tension'],
    ['only:stuk', 'The nearest: stuck'],
    ['only:@bob', 'Write only:owner=@bob or except:owner=@bob'],
    ['only:unicorns', '“unicorns” is neither a category nor a status, and no issue answers to it.'],
    ['only:issue=unicorns', 'No issue answers to “unicorns”.'],
    ['only:category=fun', 'Categories are tension, cooperation, channel, context.'],
    ['only:status=happy', '“happy” is not a status.'],
    ['only:colour=red', '“colour=” is no filter.'],
    ['only:agenda=nowhere', 'No agenda is called “nowhere”.'],
    ['only:owner=@nobody', '“@nobody” is nobody Slack knows.'],
    ['only:owner=Nobody', 'Nobody called “Nobody” is in charge of an issue.'],
    ['only:', 'Say what after the colon'],
    ['only:all,tension', '“all” stands alone'],
    ['only:arms control', 'control'],
    [`only:${Array.from({ length: 21 }, () => 'tension').join(',')}`, 'at most 20 filters'],
  ])('%s: one sentence, and nothing is changed', async (words, sentence) => {
    const before = await rowsOf(db, []);
    const { problem, message } = await ask(db, `digest ${words}`);
    expect(problem).toBe('usage');
    expect(message.text).toContain(sentence);
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('what someone watches stays theirs', async () => {
    await ask(db, 'digest only:watched');
    const kept = await ask(db, 'digest only:watched=@U0ALICE,tension', BOB);
    expect(kept.problem).toBeUndefined();
    await ask(db, 'digest only:all');
    const { problem, message } = await ask(db, 'digest only:watched=@U0ALICE', BOB);
    expect(problem).toBe('usage');
    expect(message.text).toContain('theirs alone');
  });

  test('issues are looked for on the agenda that is named', async () => {
    await secondAgenda();
    await ask(db, 'digest only:agenda=biden-xi-2023,fentanyl');
    expect((await choices()).only).toContainEqual({
      kind: 'issue',
      agendaId: 'biden-xi-2023',
      key: 'fentanyl',
    });
    await ask(db, 'digest only:fentanyl');
    expect((await choices()).only).toEqual([
      { kind: 'issue', agendaId: 'xi-biden-2025', key: 'fentanyl' },
    ]);
  });
});

describe('mute and unmute', () => {
  test('leave out an issue, or all of it but changes of status', async () => {
    expect(await said(db, 'digest mute fentanyl')).toContain('leaves out Curbs on exports');
    expect(await said(db, 'digest mute taiwan updates')).toContain('only changes of status');
    expect(await mutes()).toEqual(['fentanyl all', 'taiwan updates']);
    const { message } = await ask(db, 'digest');
    expect(checkMessage(message)).toEqual([]);
    expect(message.text).toContain(
      'Curbs on exports of fentanyl precursor chemicals: not told (<@U0ALICE>). `/summit digest unmute fentanyl agenda:biden-xi-2023`',
    );
    expect(message.text).toContain('Taiwan: only changes of status are told');
    expect(JSON.stringify(message.blocks)).toContain(
      '"value":"digest unmute taiwan agenda:biden-xi-2023"',
    );

    expect(await said(db, 'digest mute fentanyl')).toContain('already');
    await ask(db, 'digest mute fentanyl updates');
    expect(await said(db, 'digest unmute taiwan')).toContain('again.');
    expect(await said(db, 'digest unmute taiwan')).toContain('It was not muted.');
    expect(await mutes()).toEqual(['fentanyl updates']);
  });

  test.each([
    'climate updates.',
    'climate update',
    'updates of climate',
    'climate updates please',
    'climate only status changes',
    'Climate Only status changes.',
    'only status changes of climate',
    'climate, updates',
    'the updates on climate',
  ])('%s: changes of status are still told', async (words) => {
    expect(await said(db, `digest mute ${words}`)).toContain('tells only changes of status of');
    expect(await mutes()).toEqual(['climate updates']);
    await ask(db, `digest unmute ${words}`);
    expect(await mutes()).toEqual([]);
  });

  test.each([
    ['mute tension', '“tension” is a category', '/summit digest except:issue=taiwan,tension.'],
    ['mute cooperation', 'is a category', '/summit digest except:issue=taiwan,cooperation.'],
    ['mute no movement', '“stalled” is a status', 'digest except:issue=taiwan,stalled.'],
    ['mute stuck updates', '“stuck” is a status', 'digest except:issue=taiwan,stuck.'],
    ['unmute tension', '“tension” is a category', 'It is not left out.'],
  ])('%s: says what leaves out all of them, and mutes nothing', async (words, is, advice) => {
    await ask(db, 'digest except:taiwan');
    const { problem, message } = await ask(db, `digest ${words}`);
    expect(problem).toBe('usage');
    expect(message.text).toContain(is);
    expect(message.text).toContain(advice);
    expect(await mutes()).toEqual([]);
  });

  test('a category that is left out is heard of again by what unmute says', async () => {
    await ask(db, 'digest except:tension');
    expect(await said(db, 'digest unmute tension')).toContain('type /summit digest except:none.');
  });

  test('an issue that has just the name of a status is muted', async () => {
    await ask(db, 'alias fentanyl = stalled');
    await ask(db, 'digest mute stalled');
    expect(await mutes()).toEqual(['fentanyl all']);
  });

  test('ask which issue is meant, and keep to one', async () => {
    const { outcome, message } = await ask(db, 'digest mute hotline updates');
    expect(outcome).toBe('ambiguous');
    expect(JSON.stringify(message.blocks)).toContain('"value":"digest mute mil-mil-comms updates"');
    expect((await ask(db, 'digest mute fentanyl and taiwan')).problem).toBe('usage');
    expect((await ask(db, 'digest mute')).problem).toBe('usage');
    expect((await ask(db, 'digest mute unicorns')).outcome).toBe('none');
    expect(await mutes()).toEqual([]);
  });

  test('in one’s own digest, and not where there is none', async () => {
    expect((await ask(db, 'digest me mute fentanyl')).problem).toBe('usage');
    await ask(db, 'digest me daily 08:00');
    const { message } = await ask(db, 'digest me mute fentanyl');
    expect(message.text).toContain('Your digest leaves out');
    expect(JSON.stringify(message.blocks)).toContain('"value":"digest me unmute fentanyl"');
    expect(await mutes()).toEqual([]);
  });

  test('of an agenda that is named', async () => {
    await secondAgenda();
    await ask(db, 'digest only:agenda=biden-xi-2023,agenda=xi-biden-2025');
    await ask(db, 'digest mute taiwan updates agenda:biden-xi-2023');
    const { id } = await here();
    expect(await listMutes(db, id)).toMatchObject([{ agendaId: 'biden-xi-2023', key: 'taiwan' }]);
    const { message } = await ask(db, 'digest');
    expect(JSON.stringify(message.blocks)).toContain('digest unmute taiwan agenda:biden-xi-2023');
    expect((await ask(db, 'digest mute taiwan agenda:nowhere')).problem).toBe('usage');
    await ask(db, 'digest unmute taiwan agenda:biden-xi-2023');
    expect(await mutes()).toEqual([]);
  });
});

async function secondAgenda(): Promise<void> {
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
    recorder: { by: 'test', at: EVE },
    emptyHistories: true,
  });
}

async function here(): Promise<StandingDigest> {
  const digest = await findDigest(db, { teamId: 'T0SUMMIT', place: 'C0DESK' });
  if (digest === null) throw new Error('There is no digest');
  return digest;
}

async function choices(): Promise<DigestChoices> {
  return (await here()).choices;
}

async function mutes(): Promise<string[]> {
  return (await listMutes(db, (await here()).id)).map(({ key, level }) => `${key} ${level}`);
}
