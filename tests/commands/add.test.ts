import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { readIssue } from '../../db/record/issues.ts';
import { rowsOf } from '../support/all-rows.ts';
import { emptyDb } from '../support/db.ts';
import { ALICE, BOB, deskDb, filledIn, formOf, hintsIn, say, TODAY } from '../support/desk.ts';

let db: Db;

beforeEach(async () => {
  db = await deskDb();
});

async function issueOf(key: string) {
  return (await readIssue(db, 'names', key))?.issue;
}

describe('/summit add', () => {
  test('puts an issue on the agenda at once, proposed today', async () => {
    const reply = await say(db, 'add Seaweed subsidies');
    expect(reply).toMatchObject({ outcome: 'match', issues: ['seaweed-subsidies'] });
    expect(reply.message.text).toContain('Added Seaweed subsidies: 💡 4 May 2026: Proposed');
    expect(reply.message.text).toContain('Its key is `seaweed-subsidies`');
    expect(reply.message.text).toContain('Undo: /summit undo');
    expect(await issueOf('seaweed-subsidies')).toEqual({
      key: 'seaweed-subsidies',
      title: 'Seaweed subsidies',
      aliases: [],
      category: 'context',
      origin: 'outcome',
      summary: '',
      positions: {},
      owners: [],
      history: [
        {
          date: TODAY,
          precision: 'day',
          status: 'proposed',
          phase: 'after',
          note: 'Added to the agenda.',
          attribution: 'not stated',
          basis: 'unverified',
          confidence: 'low',
          sources: [],
        },
      ],
      evidence: [],
      related: [],
    });
    expect((await say(db, 'status seaweed')).issues).toEqual(['seaweed-subsidies']);
    expect((await say(db, 'list')).message.text).toContain('`seaweed-subsidies`');
    expect((await say(db, 'status')).message.text).toContain('Moving 4');
  });

  test('takes all there is to say, in whatever order', async () => {
    await say(
      db,
      'add Kelp: a pause? category:tension aliases:"sea tangle, 海带" status:"in talks" on:yesterday summary:"Who pays, and when." says:"White House" source:<https://www.example.org/readout|x> confidence:high because they met: twice',
    );
    expect(await issueOf('kelp-a-pause')).toMatchObject({
      title: 'Kelp: a pause?',
      category: 'tension',
      aliases: ['sea tangle', '海带'],
      summary: 'Who pays, and when.',
      history: [
        {
          date: '2026-05-03',
          status: 'in-talks',
          note: 'they met: twice',
          attribution: 'White House',
          basis: 'verified',
          confidence: 'high',
          sources: ['example-org-2026-05-03'],
        },
      ],
    });
    expect((await say(db, 'status 海带')).issues).toEqual(['kelp-a-pause']);
  });

  test.each([
    ['add Quota talks', 'Quota talks', 'quota-talks'],
    ['add “Rules on what is agreed”', 'Rules on what is agreed', 'rules-on-what-is-agreed'],
    [
      'add Tariffs &amp; <#C0X|trade> – phase 2',
      'Tariffs & #trade – phase 2',
      'tariffs-trade-phase-2',
    ],
    ['add *Wine*', '*Wine*', 'wine'],
    ['add 南海问题', '南海问题', 'item'],
  ])('%s keeps the title as typed', async (words, title, key) => {
    await say(db, words);
    expect((await issueOf(key))?.title).toBe(title);
  });

  test('the agenda’s own day tells a result from what was known before', async () => {
    await say(db, 'add Seaweed', { minutes: -4 * 24 * 60 });
    expect((await issueOf('seaweed'))?.origin).toBe('agenda');
  });

  test('a key that is taken gets a number', async () => {
    await say(db, 'add Café');
    await say(db, 'add Cafe anyway:yes');
    await say(db, 'add CAFÉ anyway:yes');
    expect((await issueOf('cafe-3'))?.title).toBe('CAFÉ');
  });

  test.each([
    'Grain exports',
    'GRAIN   exports',
    'export of grain',
    'Grian exports',
    'nets',
    'grain',
  ])('%s is there already: it is shown, and may be added anyway', async (title) => {
    const before = await rowsOf(db, []);
    const reply = await say(db, `add ${title} because it is new`);
    expect(reply.problem).toBe('refused');
    expect(reply.message.text).toContain('is on the agenda already');
    expect(reply.message.text).toMatch(/See it: \/summit status (grain|fish)/);
    expect(await rowsOf(db, [])).toEqual(before);

    const [, anyway = ''] = /Add anyway: \/summit (.*)/.exec(reply.message.text) ?? [];
    const added = await say(db, anyway);
    expect(added.message.text).toContain(`Added ${title.replaceAll(/ +/g, ' ')}`);
    expect(added.message.text).toContain('it is new');
  });

  test.each([
    'Grain storage',
    'Fish quotas',
    'AI chips',
    'Export controls',
    'Fishing rights of coastal states',
  ])('%s is not mistaken for what is there', async (words) => {
    expect((await say(db, `add ${words}`)).problem).toBeUndefined();
  });

  test('the same title from two people at once: the second is shown the first’s', async () => {
    const [one, other] = await Promise.all([
      say(db, 'add Seaweed', { who: ALICE }),
      say(db, 'add seaweed', { who: BOB }),
    ]);
    expect([one.problem, other.problem].toSorted()).toEqual(['refused', undefined]);
    expect(await issueOf('seaweed-2')).toBeUndefined();
  });

  test('the same input adds one issue', async () => {
    await say(db, 'add Seaweed', { inputId: 'trigger-1' });
    const again = await say(db, 'add Seaweed', { inputId: 'trigger-1' });
    expect(again.message.text).toBe(
      'That was recorded already. Nothing was changed a second time.',
    );
    expect(await issueOf('seaweed-2')).toBeUndefined();
  });

  test('undo takes it back whole', async () => {
    const before = await rowsOf(db, ['audit_lines', 'agendas']);
    await say(db, 'add Seaweed aliases:kelp');
    await say(db, 'undo', { minutes: 1 });
    expect(await rowsOf(db, ['audit_lines', 'agendas'])).toEqual(before);
    expect((await say(db, 'status kelp', { minutes: 2 })).outcome).toBe('none');
  });

  test('what can’t be used says what to type, and adds nothing', async () => {
    const before = await rowsOf(db, []);
    expect((await say(db, 'add !!!')).message.text).toContain('needs a letter or a digit');
    expect((await say(db, 'add Seaweed category:fun')).message.text).toBe(
      'Categories are tension, cooperation, channel, context.',
    );
    expect((await say(db, 'add Seaweed status:happy')).message.text).toContain('is not a status');
    expect((await say(db, 'add Seaweed on:tomorrow')).message.text).toContain('not a day');
    expect((await say(db, 'add Seaweed on:2026-05-05')).message.text).toContain('still to come');
    expect((await say(db, `add ${'sea '.repeat(80)}`)).message.text).toContain('at most 300');
    expect(await rowsOf(db, [])).toEqual(before);
  });

  test('an empty record says what to do first', async () => {
    const { message, form } = await say(await emptyDb(), 'add Seaweed');
    expect(message.text).toContain('The record is empty.');
    expect(form).toBeUndefined();
  });
});

describe('its form', () => {
  test('comes without a title, filled in with what was said, and in words where there is none', async () => {
    const { form, message, problem } = await say(
      db,
      'add category:channel status:agreed source:https://example.org/a',
    );
    expect(problem).toBe('usage');
    expect(message.text).toContain('/summit add Fishing rights');
    expect(form && filledIn(form)).toEqual({
      category: 'channel',
      status: 'agreed',
      source: 'https://example.org/a',
      on: TODAY,
    });
    expect(form?.title.length).toBeLessThanOrEqual(24);
    const live = form?.blocks.filter((block) => block.type === 'input' && block.dispatch_action);
    expect(live?.length).toBeLessThanOrEqual(3);
  });

  test('says at once what comes of it', async () => {
    const { form } = await say(db, 'add');
    const { revise } = formOf(db, 'add');
    const keep = form?.keep ?? '';
    expect(hintsIn(await revise({ title: 'Grian exports' }, keep))).toContain(
      'On the agenda already: Grain exports.',
    );
    expect(hintsIn(await revise({ title: 'Seaweed', status: 'agreed' }, keep))).toContain(
      'marked unsourced',
    );
    expect(hintsIn(await revise({ title: 'Seaweed', on: '2026-05-05' }, keep))).toContain(
      'still to come',
    );
    expect(hintsIn(await revise({ title: 'Seaweed', source: 'nowhere' }, keep))).toContain(
      'is not a web address',
    );
    expect(hintsIn(await revise({ title: 'Seaweed' }, keep))).toBe('[]');
  });

  test('sent, does what the words do', async () => {
    const { form } = await say(db, 'add');
    const outcome = await formOf(db, 'add').submit(
      {
        title: 'Seaweed',
        category: 'tension',
        status: 'in-talks',
        note: 'They met.',
        source: 'https://example.org/a',
        says: 'Reuters',
        on: '2026-05-03',
        summary: 'Kelp.',
        aliases: 'kelp, laver',
      },
      form?.keep ?? '',
    );
    expect(outcome).toMatchObject({ kind: 'done', reply: { issues: ['seaweed'] } });
    expect(await issueOf('seaweed')).toMatchObject({
      category: 'tension',
      aliases: ['kelp', 'laver'],
      history: [{ date: '2026-05-03', status: 'in-talks', attribution: 'Reuters' }],
    });
  });

  test('sent with mistakes, names each at its field', async () => {
    const { form } = await say(db, 'add');
    const outcome = await formOf(db, 'add').submit(
      { source: 'nowhere', on: '2026-05-05', aliases: '!!' },
      form?.keep ?? '',
    );
    expect(outcome.kind === 'problems' && Object.keys(outcome.problems).toSorted()).toEqual([
      'aliases',
      'on',
      'source',
      'title',
    ]);
  });

  test('sent with a title that is there, shows that first, and adds it when sent again', async () => {
    const { form } = await say(db, 'add');
    const { submit, revise } = formOf(db, 'add');
    const fields = { title: 'Grain export', status: 'proposed', on: TODAY };
    const first = await submit(fields, form?.keep ?? '');
    if (first.kind !== 'again') throw new Error(first.kind);
    expect(hintsIn(first.form)).toContain('Grain exports');
    expect(first.form.submit).toBe('Add anyway');

    const otherwise = await revise({ ...fields, title: 'Grain exporters' }, first.form.keep);
    expect(otherwise.submit).toBe('Add');
    expect((await submit(fields, first.form.keep)).kind).toBe('done');
    expect((await issueOf('grain-export'))?.title).toBe('Grain export');
  });

  test('an issue added by a form is logged once, by whoever sent it', async () => {
    const { form } = await say(db, 'add');
    const sent = formOf(db, 'add', { who: BOB, inputId: 'view-1' });
    await sent.submit({ title: 'Seaweed' }, form?.keep ?? '');
    await sent.submit({ title: 'Seaweed' }, form?.keep ?? '');
    const lines = await db
      .selectFrom('audit_lines')
      .select(['by', 'at', 'issue_key'])
      .where('action', '=', 'add')
      .execute();
    expect(lines).toEqual([
      { by: 'U0BOB', at: expect.stringMatching(/^2026-05-04T12:00/), issue_key: 'seaweed' },
    ]);
  });
});
