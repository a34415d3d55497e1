import assert from 'node:assert/strict';
import { findKeptCard } from '../../../db/cards.ts';
import type { Db } from '../../../db/open.ts';
import { STATUS_GROUPS } from '../../../src/agenda/status-words.ts';
import { STATUSES } from '../../../src/agenda/status.ts';
import { exportAgenda } from '../../../src/changes/export-agenda.ts';
import { unescapeText } from '../../../src/messages/escape.ts';
import { EVENT } from './first-document.ts';
import { dayInWords, labelOf, titleOf } from './in-words.ts';
import { isUnsourced, type ModelEntry } from './paper.ts';
import type { RecordModel } from './record-model.ts';
import { ISSUE_KEYS, type IssueKey } from './requests.ts';

/** What Summit answers to a reader, as text without entities. */
export type Reader = (words: string) => Promise<string>;

/** Holds all that people can see of an agenda against the model of it. */
export async function compareAll(
  db: Db,
  agendaId: string,
  model: RecordModel,
  read: Reader,
  pastDay: string,
): Promise<void> {
  assert.deepEqual(await exported(db, agendaId), expectedExport(model));
  const issues = model.issues();
  for (const key of ISSUE_KEYS) {
    if (issues.includes(key)) continue;
    contains(await read(`status ${key}`), `No issue answers to “${key}”`);
  }
  for (const key of issues) {
    const card = await findKeptCard(db, agendaId, key);
    const last = model.lastChanges.get(key);
    assert.equal(card?.lastChange?.revision, last?.revision, `last change: ${key}`);
    const facts = model.facts.get(key);
    assert.deepEqual(
      card?.deskOwners,
      facts?.desk.map(({ user }) => user),
    );
    contains(await read(`status ${key}`), expectedStanding(model.counting(key)));
    const upTo = model.counting(key).filter(({ date }) => date <= pastDay);
    contains(await read(`status ${key} as-of:${pastDay}`), expectedStanding(upTo));
    compareHistory(await readHistory(read, key), model, key);
  }
  await compareLists(model, read);
  await compareNames(model, read);
}

async function exported(db: Db, agendaId: string): Promise<unknown> {
  let text = '';
  for await (const part of exportAgenda(db, agendaId)) text += part;
  const { issues, sources } = JSON.parse(text);
  const urls = new Map<string, string>();
  for (const { id, url } of sources) urls.set(id, url);
  return {
    sources: sources
      .map(({ publisher, date, url }: Record<string, string>) => `${url} ${publisher} ${date}`)
      .toSorted(),
    issues: issues.map(({ title, aliases, positions, owners, history }: ExportedIssue) => ({
      title,
      aliases,
      positions,
      owners,
      history: history.map(({ sources: ids, ...entry }) => ({
        ...entry,
        sources: ids.map((id) => urls.get(id)),
      })),
    })),
  };
}

interface ExportedIssue {
  readonly title: string;
  readonly aliases: unknown;
  readonly positions: unknown;
  readonly owners: unknown;
  readonly history: readonly { readonly sources: readonly string[] }[];
}

function expectedExport(model: RecordModel): unknown {
  const sources = [...model.sources.values()];
  return {
    sources: sources.map(({ url, publisher, date }) => `${url} ${publisher} ${date}`).toSorted(),
    issues: model.issues().map((key) => {
      const facts = model.facts.get(key);
      return {
        title: titleOf(key),
        aliases: facts?.aliases,
        positions: Object.fromEntries(
          facts?.positions.map(({ party, text, basis }) => [party, { text, basis }]) ?? [],
        ),
        owners: facts?.owners,
        history: model
          .counting(key)
          .toReversed()
          .map(({ date, status, note, says, basis, confidence, sources: pages }) => ({
            date,
            precision: 'day',
            status,
            phase: date < EVENT.start ? 'before' : date > EVENT.end ? 'after' : 'summit',
            note,
            attribution: says,
            basis,
            confidence,
            sources: pages.map((address) => model.sources.get(address)?.url),
          })),
      };
    }),
  };
}

function expectedStanding(entries: readonly ModelEntry[]): string {
  const [last] = entries;
  if (last === undefined) return 'Not yet on the agenda';
  const change = entries.findIndex(({ status }) => status !== last.status);
  const since = entries.at(change === -1 ? -1 : change - 1)?.date ?? '';
  return `${inWords(last)} since ${dayInWords(since)}`;
}

function inWords(entry: ModelEntry): string {
  const emoji = STATUSES.find(({ key }) => key === entry.status)?.emoji ?? '';
  return `${emoji} ${labelOf(entry.status)}${isUnsourced(entry) ? ' (unsourced)' : ''}`;
}

/** All pages of a history, one after the other. */
async function readHistory(read: Reader, key: IssueKey): Promise<string[]> {
  const lines: string[] = [];
  let words: string | undefined = `history ${key}`;
  while (words !== undefined) {
    const page: string[] = (await read(words)).split('\n');
    lines.push(...page);
    words = page.flatMap((line) => /^Show more: \/summit (.*)$/.exec(line)?.[1] ?? [])[0];
  }
  return lines;
}

function compareHistory(lines: readonly string[], model: RecordModel, key: IssueKey): void {
  const counting = model.counting(key);
  const ended = model.entries.filter(
    ({ issue, end, isGone }) => issue === key && end !== null && !isGone,
  );
  const shown = lines.filter((line) => /^\S+ \d{1,2} \w{3} \d{4}: /.test(line));
  assert.deepEqual(
    shown,
    counting.map((entry, at) => {
      const from = counting[at + 1];
      const [emoji] = inWords(entry).split(' ');
      const label = inWords(entry).slice(inWords(entry).indexOf(' ') + 1);
      const day = `${emoji} ${dayInWords(entry.date)}: `;
      if (from === undefined) return day + label;
      return from.status === entry.status
        ? `${day}${label} (update)`
        : `${day}${labelOf(from.status)} → ${label}`;
    }),
    `history: ${key}`,
  );
  assert.deepEqual(
    lines.filter((line) => line.startsWith('No longer counts: ')).toSorted(),
    ended.map((entry) => endedLine(entry)).toSorted(),
    `ended: ${key}`,
  );
  assert.deepEqual(
    lines
      .filter((line) => /^(?:Withdrawn|Replaced) /.test(line))
      .map((line) => line.replace(/ \d.*? by /, ' by ').replace(/ · Recorded by .*/, ''))
      .toSorted(),
    ended.map(({ end }) => howItEnded(end)).toSorted(),
    `how they ended: ${key}`,
  );
}

function endedLine(entry: ModelEntry): string {
  const [note = ''] = entry.note.split('\n');
  const [emoji, ...label] = inWords(entry).split(' ');
  const said = note === '' ? '' : `: ${note}`;
  return `No longer counts: ${emoji} ${dayInWords(entry.date)}, ${label.join(' ')}${said}`;
}

function howItEnded(end: ModelEntry['end']): string {
  if (end === null) return '';
  const by = end.by.startsWith('terminal:') ? end.by.slice(9) : `<@${end.by}>`;
  const because = end.because === null ? '' : `: ${end.because}`;
  return `${end.replaced ? 'Replaced' : 'Withdrawn'} by ${by}${because}`;
}

async function compareLists(model: RecordModel, read: Reader): Promise<void> {
  const list = await read('list');
  const rows = model.issues().map((key) => ({ key, entries: model.counting(key) }));
  for (const { key, entries } of rows) {
    contains(list, `${titleOf(key)}: ${expectedStanding(entries)}`);
  }
  const statuses = rows.flatMap(({ entries }) => entries[0]?.status ?? []);
  const totals = Object.entries(STATUS_GROUPS).map(([name, keys]) => {
    const count = statuses.filter((status) => keys.some((key) => key === status)).length;
    return `${name} ${count}`;
  });
  const notYet = rows.length - statuses.length;
  if (notYet > 0) totals.push(`Not yet on the agenda ${notYet}`);
  contains(await read('status'), `: ${totals.join(' · ')}\n`);
}

/** A name that several issues have asks which; that of one shows it. */
async function compareNames(model: RecordModel, read: Reader): Promise<void> {
  for (const name of ['corn', 'rye', 'blé tendre']) {
    const keys = model
      .issues()
      .filter((key) => model.facts.get(key)?.aliases.some((alias) => alias.toLowerCase() === name));
    const [first] = keys;
    const text = await read(`status ${name}`);
    if (first === undefined) contains(text, `No issue answers to “${name}”`);
    else if (keys.length > 1) contains(text, 'Which one do you mean?');
    else contains(text, expectedStanding(model.counting(first)));
  }
}

function contains(text: string, part: string): void {
  assert.ok(text.includes(part), `“${part}” is not said in:\n${text}`);
}

/** The text of an answer as it was meant. */
export function plainText(text: string): string {
  return unescapeText(text);
}
