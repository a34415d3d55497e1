import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { STATUSES } from '../src/agenda/status.ts';
import { inventedTitle } from './invented-title.ts';
import type { AgendaDocument, EntryDocument, IssueDocument } from '../src/agenda/document.ts';

/** The agenda that everybody knows. */
export const EXAMPLE_FILE = new URL('../examples/biden-xi-2023.json', import.meta.url).pathname;

/** Writes the example agenda to a file, with as many invented issues added as make the size. */
export async function writeLargeAgenda(path: string, size: number): Promise<void> {
  const { issues, ...head }: AgendaDocument = JSON.parse(readFileSync(EXAMPLE_FILE, 'utf8'));
  const sources = head.sources.map((source) => source.id);
  const file = createWriteStream(path);
  await once(file, 'open');
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await once(file, 'drain');
  };

  await write(`${JSON.stringify(head).slice(0, -1)},"issues":[\n`);
  await write(issues.map((issue) => JSON.stringify(issue)).join(',\n'));
  for (let number = 0; number < size - issues.length; number += 1) {
    await write(`,\n${JSON.stringify(inventIssue(number, sources))}`);
  }
  await write(']}\n');
  file.end();
  await once(file, 'close');
}

const CATEGORIES = ['tension', 'cooperation', 'channel', 'context'] as const;
const PARTIES = ['us', 'china'] as const;
const SUMMIT_DAY = '2023-11-15';
const FIRST_DAY = Date.UTC(2022, 0, 1);
const DAYS = 1_400;
const DAY_MS = 86_400_000;

function inventIssue(number: number, sources: readonly string[]): IssueDocument {
  const title = inventedTitle(number);
  return {
    key: `file-${number}`,
    title,
    aliases: [`docket ${number}`],
    category: pick(CATEGORIES, number),
    origin: 'agenda',
    summary: `${title}.`,
    positions: {
      us: { text: 'Talks first.', basis: 'verified' },
      china: { text: 'Talks first.', basis: 'verified' },
    },
    owners: [{ party: pick(PARTIES, number), name: `Envoy ${number % 997}`, basis: 'verified' }],
    history: inventHistory(number, sources),
    evidence: [],
    related: number > 0 ? [`file-${number - 1}`] : [],
  };
}

/** Eight to twelve entries on rising days, ten on average, spread over four years. */
function inventHistory(number: number, sources: readonly string[]): readonly EntryDocument[] {
  const count = 8 + (number % 5);
  const room = Math.floor(DAYS / count);
  return Array.from({ length: count }, (_, index) => {
    const day = index * room + ((number * 31 + index * 17) % room);
    const date = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
    return {
      date,
      precision: 'day',
      status: pick(STATUSES, number * 7 + index * 3 + Math.floor(number / 11)).key,
      phase: date < SUMMIT_DAY ? 'before' : date === SUMMIT_DAY ? 'summit' : 'after',
      note: `Talks, round ${index + 1}.`,
      attribution: 'envoys',
      basis: 'verified',
      confidence: index === count - 1 ? 'medium' : 'high',
      sources: [pick(sources, number + index)],
    };
  });
}

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('There is nothing to pick from');
  return item;
}
