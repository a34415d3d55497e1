import { addToIssue } from '../../commands/add-to-issue.ts';
import type { Call, Reply } from '../../commands/command.ts';
import { allCommands, answer } from '../../commands/index.ts';
import { findKeptCard } from '../../db/cards.ts';
import { listLinesSince } from '../../db/logged-lines.ts';
import { closeDatabase, type Db } from '../../db/open.ts';
import type { AgendaDocument, EntryDocument, IssueDocument } from '../../src/agenda/document.ts';
import { changeNotice } from '../../src/messages/change-notice.ts';
import { asEntities } from '../../src/messages/escape.ts';
import { sharedCard } from '../../src/messages/live-card.ts';
import type { Message } from '../../src/messages/message.ts';
import { withNames } from '../../src/messages/named-people.ts';
import { homeTab } from '../../src/messages/home-tab.ts';
import { readHome } from '../../src/slack/read-home.ts';
import { forView } from '../../src/slack/view-blocks.ts';
import { agendaOf } from './agenda-of.ts';
import { emptyDb, put } from './db.ts';
import { ALICE, BOB, NOON } from './desk.ts';
import { DigestReader } from './digest-reader.ts';
import { directMessages } from './direct-messages.ts';
import { marked } from './inert.ts';

/** Something that Summit said, and on what occasion. */
export interface Said {
  readonly when: string;
  readonly payload: unknown;
}

/**
 * All that Summit says of a record that has these words everywhere where people's words enter, the
 * first ones in the first issue and so on: they come with a file, are typed, are filled in, and are quoted.
 */
export async function allSaid(words: readonly string[]): Promise<Said[]> {
  const said: Said[] = [];
  const db = await emptyDb();
  await put(db, agendaIn(words));
  const digests = await DigestReader.begin(db, { choices: { quiet: false } });
  await digests.read('2026-05-02T00:00:00Z');

  const hear = async (text: string, minutes: number, who = ALICE): Promise<Reply> => {
    const reply = await answer({ ...callAt(db, minutes), who, text: asEntities(text) });
    hearReply(said, text.slice(0, 60), reply);
    return reply;
  };
  for (const [index, one] of words.entries()) {
    await typeAll(async (text, minutes) => hear(text, minutes), index, one);
    await fillIn(db, said, index, one);
  }
  for (const text of [
    'status',
    'list',
    'list owner:me',
    'changes since:2026-05-01',
    'agenda',
    'watch',
    'remind',
    'access',
    'digest',
    'digest preview',
    'digest filters',
    'help',
  ]) {
    await hearParts(text, async (part) => hear(part, 500));
  }
  await hearUnasked(db, digests, words, said);
  await closeDatabase(db);
  return said;
}

function callAt(db: Db, minutes: number): Call {
  const where = { teamId: 'T0SUMMIT', channelId: 'C0DESK' };
  return { text: '', who: ALICE, where, now: NOON.add({ minutes }), db, inputId: null };
}

function hearReply(said: Said[], when: string, { message, form, share }: Reply): void {
  said.push({ when, payload: message }, { when, payload: forView(message) });
  if (form !== undefined) said.push({ when: `the form of ${when}`, payload: form.blocks });
  if (share !== undefined) said.push({ when: `the card of ${when}`, payload: share.message });
}

/** Every part of an answer, as "Show more" leads through them. */
async function hearParts(text: string, hear: (text: string) => Promise<Reply>): Promise<void> {
  for (let part = 1; part < 30; part += 1) {
    const { message } = await hear(part === 1 ? text : `${text} part:${part}`);
    if (!JSON.stringify(message.blocks).includes(`part:${part + 1}"`)) return;
  }
}

/** What people type about one issue, with these words wherever there are some of their own. */
async function typeAll(
  hear: (text: string, minutes: number) => Promise<Reply>,
  index: number,
  words: string,
): Promise<void> {
  const key = keyOf(index);
  // Where a person is named, their code or id names them: it is no text.
  const noCode = words.replaceAll(/\b[UW](?=[A-Z]*\d)/g, '$&_');
  const typed = [
    `update ${key} stalled on:2026-05-03 because ${words}`,
    `note ${key}: ${words}`,
    `source ${key} https://source.example/${index} ${words}`,
    `alias ${key} = Name ${index} ${words}`,
    `position ${key} north ${words}`,
    `owner ${key} north Jane ${noCode}, Envoy ${noCode}`,
    `owner ${key} me`,
    `remind ${key} in 2 hours ${words}`,
    `remind ${key} every 3 days`,
    `watch ${key}`,
    `share ${key}`,
    `withdraw ${key} on:2026-05-03 because ${words}`,
    'undo',
    `update ${key} agreed on:2026-05-04 because ${words}`,
    `add New ${index} ${words} because ${words}`,
    `agenda ${words}`,
    words,
    ...allCommands.flatMap(({ name }) => (name === 'add' ? [] : [`${name} ${noCode}`])),
    ...allCommands.map(({ name }) => `${name} ${key} ${noCode}`),
    `digest daily 09:00 only:"${noCode}"`,
  ];
  for (const text of typed) await hear(text, index);
  for (const text of [`status ${key}`, `history ${key}`, `search zevil`, `position ${key}`]) {
    await hearParts(text, async (part) => hear(part, index));
  }
}

/** The forms with these words in every field, and a message that holds them and is quoted. */
async function fillIn(db: Db, said: Said[], index: number, words: string): Promise<void> {
  const call = callAt(db, index);
  const { form, message } = await addToIssue(call, {
    text: asEntities(words),
    author: words,
    permalink: 'https://source.example/archives/C0DESK/p1',
    sentAt: NOON,
  });
  said.push({ when: 'quoting a message', payload: [form?.blocks, message] });
  for (const command of allCommands) {
    const { name, form: forms } = command;
    if (forms === undefined) continue;
    const when = `the form of ${name} with ${index}`;
    const opened =
      (await command.run({ ...call, text: keyOf(index) })).form ?? (await command.run(call)).form;
    const keep = opened?.keep ?? '';
    const names = (opened?.blocks ?? []).flatMap(({ block_id: id }) =>
      id === undefined ? [] : [id],
    );
    const fields = new Map(names.map((field) => [field, `Filled in: ${words}`]));
    for (const filled of [
      fields,
      new Map([...fields, ['issue', keyOf(index)], ['status', 'agreed']]),
    ]) {
      const again = await orNothing(async () => forms.revise(call, { fields: filled, keep }));
      said.push({ when, payload: again?.blocks });
      const submission = await orNothing(async () => forms.submit(call, { fields: filled, keep }));
      if (submission?.kind === 'done') hearReply(said, when, submission.reply);
      if (submission?.kind === 'again') said.push({ when, payload: submission.form.blocks });
    }
  }
}

/** No modal sends some of these fields; where the form won't take them, nothing is said. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | null> {
  return ask().catch(() => null);
}

/** What comes without being asked for: digests, direct messages, cards with their threads, the Home tab. */
async function hearUnasked(
  db: Db,
  digests: DigestReader,
  words: readonly string[],
  said: Said[],
): Promise<void> {
  const names = new Map([
    ['U0ALICE', words.join(' ')],
    ['U0BOB', words[0] ?? ''],
  ]);
  const inAll = (when: string, message: Message): void =>
    void said.push(
      { when, payload: message },
      { when: `${when}, by names`, payload: withNames(message, names) },
    );

  const { composition } = await digests.read('2026-05-06T09:00:00Z');
  for (const { message, plain } of composition.kind === 'say' ? composition.parts : []) {
    inAll('a digest', message);
    if (plain !== null) inAll('a digest', plain);
  }
  const direct = directMessages(db);
  await direct.pass({ hours: 24 * 4 });
  const posts = await db.selectFrom('posts').select('content').execute();
  for (const { content } of posts) inAll('a direct message', JSON.parse(content).message);
  for (const [index] of words.entries()) {
    const key = keyOf(index);
    const changes = await listLinesSince(db, 'names', key, 0);
    const card = await findKeptCard(db, 'names', key);
    if (card === null) throw new Error(`${key} has no card`);
    const partyNames = new Map(['north', 'south'].map((id) => [id, `Party ${words[index]}`]));
    inAll('in the thread of a card', changeNotice({ key, changes, partyNames, names }));
    const agenda = await db.selectFrom('agendas').selectAll().executeTakeFirstOrThrow();
    const shown = { ...agendaShown(agenda.title), today: '2026-05-06' };
    inAll('a card', sharedCard({ ...shown, key, card }));
  }
  for (const who of [ALICE, BOB]) {
    const home = await readHome({ ...callAt(db, 600), who }, null);
    const answered = await answer({ ...callAt(db, 600), who, text: `status ${keyOf(0)}` });
    for (const asked of words) {
      const shown = { asked: asEntities(asked), blocks: forView(answered.message) };
      said.push({ when: 'the Home tab', payload: homeTab(home, shown) });
    }
  }
}

function agendaShown(title: string) {
  return {
    agenda: {
      id: 'names',
      title,
      startDate: '2026-05-01',
      endDate: '2026-05-02',
      timeZone: 'UTC',
      coverageEnd: '2026-05-02',
      lastEntryOn: null,
    },
  };
}

function keyOf(index: number): string {
  return `issue-${index}`;
}

/** An agenda in which everything people can name has such words for its name. */
function agendaIn(words: readonly string[]): AgendaDocument {
  const all = words.map((one, index) => marked(index, one.toWellFormed().replaceAll('\0', '')));
  const [first = ''] = all;
  const agenda = agendaOf([]);
  return {
    ...agenda,
    dataset: { ...agenda.dataset, title: first, location: first, disclaimer: first },
    parties: ['north', 'south'].map((id) => ({ id, name: first, short: first })),
    context: {
      goals: all.map((text) => ({ text, attribution: text, basis: 'seed' as const })),
      events: all.map((what) => happening('2026-05-07', what)),
    },
    sources: all.map((publisher, index) => ({
      id: `source-${index}`,
      publisher,
      date: '2026-05-01',
      url: `https://source.example/*zevil*/_zevil_?q=~zevil~&n=${index}`,
    })),
    issues: all.map((text, index) => issueIn(text, index)),
  };
}

function happening(date: string, what: string) {
  return {
    date,
    precision: 'day' as const,
    what,
    basis: 'verified' as const,
    sources: ['source-0'],
  };
}

function issueIn(text: string, index: number): IssueDocument {
  const sources = [`source-${index}`];
  const entry = (date: string, status: EntryDocument['status']): EntryDocument => ({
    date,
    precision: 'day',
    status,
    phase: date < '2026-05-01' ? 'before' : 'summit',
    note: text,
    attribution: text,
    basis: 'verified',
    confidence: 'low',
    sources,
    date_note: text,
  });
  return {
    key: keyOf(index),
    title: text,
    names: { 'zh-Hans': text },
    aliases: [text],
    category: 'tension',
    origin: 'agenda',
    summary: text,
    positions: { north: { text, basis: 'verified' }, south: { text, basis: 'unverified' } },
    owners: [{ party: 'north', name: text, role: text, basis: 'seed' }],
    owner_note: text,
    history: [entry('2026-04-01', 'proposed'), entry('2026-05-01', 'in-talks')],
    evidence: [
      {
        quote: text,
        speaker: text,
        speaker_type: 'named-official',
        via: text,
        source: `source-${index}`,
        supports: text,
        caveat: text,
      },
    ],
    related: [],
  };
}
