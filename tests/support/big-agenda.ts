import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { isUsualMove } from '../../src/agenda/transitions.ts';
import { STATUSES } from '../../src/agenda/status.ts';

export interface BigAgenda {
  readonly issues: number;
  /** In all; each issue gets the same share. */
  readonly entries: number;
}

/** Writes an agenda of any size to a file, a piece at a time. The same size always gives the same file. */
export async function writeBigAgenda(path: string, { issues, entries }: BigAgenda): Promise<void> {
  const file = createWriteStream(path);
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await once(file, 'drain');
  };

  await write(`{"schema_version":"1.0","dataset":${JSON.stringify(DATASET)},`);
  await write(`"parties":${JSON.stringify(PARTIES)},"issues":[`);
  const random = seeded(20_231_115);
  for (let number = 0; number < issues; number += 1) {
    const share =
      Math.floor(((number + 1) * entries) / issues) - Math.floor((number * entries) / issues);
    await write(`${number === 0 ? '' : ','}\n${JSON.stringify(bigIssue(number, share, random))}`);
  }
  await write(`],\n"sources":${JSON.stringify(SOURCES)}}\n`);
  file.end();
  await once(file, 'close');
}

const DATASET = {
  id: 'big',
  title: 'A very large negotiation',
  kind: 'multilateral',
  start_date: '2023-11-15',
  end_date: '2023-11-17',
  timezone: 'Europe/Vienna',
  as_of: '2023-11-14',
  coverage_end: '2025-11-30',
  statuses: 'summit-10',
};

const PARTIES = [
  { id: 'north', name: 'Northern group', short: 'North' },
  { id: 'south', name: 'Southern group', short: 'South' },
];

const SOURCES = Array.from({ length: 500 }, (_, number) => ({
  id: `source-${number}`,
  publisher: `Paper ${number % 40}`,
  date: '2023-11',
  url: `https://news.example/${number}`,
  kind: 'news',
}));

const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ren',
  'tu',
  'sal',
  'po',
  'der',
  'vin',
  'ga',
  'shi',
  'nor',
  'be',
  'quo',
  'zel',
  'fa',
];
const FIRST_DAY = Date.UTC(2015, 0, 1);
const DAY = 86_400_000;

/** How many words the language has. */
const VOCABULARY = 20_000;

type Random = (below: number) => number;

function bigIssue(number: number, entries: number, random: Random): object {
  const title = `${words(3, random)} ${number}`;
  return {
    key: `issue-${number}`,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    names: { 'zh-Hans': `议题${number}` },
    aliases: [words(2, random), `matter ${number}`],
    category: ['tension', 'cooperation', 'channel', 'context'][random(4)],
    origin: 'agenda',
    summary: `${words(12, random)}.`,
    positions: {
      north: { text: words(8, random), basis: 'verified' },
      south: { text: words(8, random), basis: 'unverified' },
    },
    owners: [{ party: 'north', name: words(2, random), role: 'Envoy', basis: 'seed' }],
    history: bigHistory(entries, random),
    evidence: [
      {
        quote: words(9, random),
        speaker: words(2, random),
        speaker_type: 'named-official',
        source: `source-${random(500)}`,
        supports: 'the north’s position',
      },
    ],
    related: number === 0 ? [] : [`issue-${random(number)}`],
  };
}

function bigHistory(entries: number, random: Random): object[] {
  let day = random(300);
  let status = STATUSES[random(STATUSES.length)] ?? STATUSES[0];
  return Array.from({ length: entries }, () => {
    day += 1 + random(Math.max(1, Math.floor(6000 / entries)));
    const next = STATUSES[random(STATUSES.length)] ?? status;
    if (isUsualMove(status.key, next.key)) status = next;
    const date = new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10);
    const sourced = random(10) > 0;
    return {
      date,
      precision: 'day',
      status: status.key,
      phase: date < DATASET.start_date ? 'before' : date > DATASET.end_date ? 'after' : 'summit',
      note: `${words(12, random)}.`,
      attribution: words(3, random),
      basis: sourced ? 'verified' : 'unverified',
      confidence: 'medium',
      sources: sourced ? [`source-${random(250)}`, `source-${250 + random(250)}`] : [],
    };
  });
}

/** Common words often, rare ones seldom, as in a language. */
function words(count: number, random: Random): string {
  return Array.from({ length: count }, () => {
    let rank = Math.floor(VOCABULARY ** (random(1_000_000) / 1_000_000)) - 1;
    let word = '';
    do {
      word += SYLLABLES[rank % SYLLABLES.length];
      rank = Math.floor(rank / SYLLABLES.length);
    } while (rank > 0);
    return word;
  }).join(' ');
}

/** Numbers that look random and are the same each time. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
