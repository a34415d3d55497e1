import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { issueChoices } from '../../commands/issue-choices.ts';
import { addToIssue } from '../../commands/add-to-issue.ts';
import type { Call } from '../../commands/command.ts';
import { allCommands, submit } from '../../commands/index.ts';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { listParts, sightedBy } from '../../db/sighted.ts';
import type { Sight } from '../../src/access/sight.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { composeDigest } from '../../src/digests/compose.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { SeenAt } from '../../src/digests/seen-at.ts';
import { homeTab } from '../../src/messages/home-tab.ts';
import { readHome } from '../../src/slack/read-home.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { ALICE, BOB, NOON } from '../support/desk.ts';
import { Dice, insideWords, outsideWords } from './two-worlds-words.ts';
import { askSeen, callAs, type Here, sightOf, TEAM } from '../support/seen.ts';

/** Where only Alice and her colleagues talk. */
const ROOM = 'G0ROOM';
const CARLA = { id: 'U0CARLA', timeZone: 'UTC' };

const INSIDE: Here = { who: ALICE, channelId: ROOM, rooms: [ROOM] };

/** Those who may see nothing of what the insiders do. */
const OUTSIDERS: readonly Here[] = [
  { who: BOB },
  { who: BOB, channelId: 'D0BOB' },
  { who: BOB, channelId: 'G0OTHER', rooms: ['G0OTHER'] },
  { who: CARLA, standing: 'guest' },
];

/** What came out of a number of sequences. */
export interface Tally {
  readonly sequences: number;
  /** What insiders did, in the one world alone. */
  readonly inside: number;
  /** What outsiders got, in both. */
  readonly outside: number;
}

/**
 * Two records that differ in restricted content alone: insiders put it into the one, and
 * outsiders ask both the same, through every door. Throws with the first difference.
 */
export async function compareWorlds(sequences: number, seed: number): Promise<Tally> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'summit-'));
  const worlds = new TwoWorlds(
    await world(join(folder, 'with.db')),
    await world(join(folder, 'without.db')),
    new Dice(seed),
  );
  try {
    for (let done = 0; done < sequences; done += 1) await worlds.sequence();
    return { sequences, ...(await worlds.end()) };
  } finally {
    await worlds.close();
    rmSync(folder, { recursive: true });
  }
}

async function world(path: string): Promise<Db> {
  const db = await openDatabase(`sqlite:${path}`);
  const titles = ['Grain exports', 'Fishing rights', 'AI talks', 'Seabed cables', 'Steel tariffs'];
  const keys = ['grain', 'fish', 'ai-talks', 'cables', 'steel'];
  await put(
    db,
    agendaOf(titles.map((title, at) => ({ key: keys[at] ?? '', title, aliases: [`no ${at}`] }))),
  );
  return db;
}

class TwoWorlds {
  readonly #with: Db;
  readonly #without: Db;
  readonly #dice: Dice;
  /** Names, keys, ids and words of what only insiders know: outsiders ask for them too. */
  readonly #secrets: string[] = ['Falcon', 'falcon-pact', 'opium'];
  #now = NOON;
  #inside = 0;
  #outside = 0;

  constructor(withSecrets: Db, without: Db, dice: Dice) {
    this.#with = withSecrets;
    this.#without = without;
    this.#dice = dice;
  }

  async sequence(): Promise<void> {
    for (let left = this.#dice.below(4); left > 0; left -= 1) await this.#doInside();
    for (let left = 1 + this.#dice.below(4); left > 0; left -= 1) {
      this.#now = this.#now.add({ seconds: 1 + this.#dice.below(4_000) });
      await this.#doOutside();
    }
  }

  async end(): Promise<Pick<Tally, 'inside' | 'outside'>> {
    for (const db of [this.#with, this.#without]) {
      const verdict = await verifyRecord(db, null);
      if (verdict.kind !== 'whole')
        throw new Error(`A record is not whole: ${JSON.stringify(verdict)}`);
    }
    return { inside: this.#inside, outside: this.#outside };
  }

  async close(): Promise<void> {
    await closeDatabase(this.#with);
    await closeDatabase(this.#without);
  }

  async #doInside(): Promise<void> {
    this.#inside += 1;
    const words = insideWords(this.#dice, await this.#keysInside());
    const reply = await askSeen(this.#with, words, { ...INSIDE, now: this.#now });
    const text = JSON.stringify(reply);
    // What is said of what everyone sees has other ids in the other world.
    const known = words.includes('~')
      ? /[a-z0-9-]+~[a-z0-9]+|\b[0-9a-hjkmnp-tv-z]{12}\b/g
      : /[a-z0-9-]+~[a-z0-9]+/g;
    for (const [secret] of text.matchAll(known)) {
      if (this.#secrets.length < 60) this.#secrets.push(secret);
      else this.#secrets[this.#dice.below(60)] = secret;
    }
  }

  /** The keys of all issues that insiders alone see. */
  async #keysInside(): Promise<readonly string[]> {
    const parts = (await listParts(this.#with)).filter(
      ({ room, readers }) => room === ROOM || readers?.join() === ALICE.id,
    );
    if (parts.length === 0) return [];
    const rows = await this.#with
      .selectFrom('issues')
      .select('key')
      .where('continues', '=', 0)
      .where(
        'agenda_id',
        'in',
        parts.map(({ id }) => id),
      )
      .orderBy('key')
      .execute();
    return rows.map(({ key }) => key);
  }

  async #doOutside(): Promise<void> {
    this.#outside += 1;
    const here = { ...this.#dice.of(OUTSIDERS), now: this.#now };
    const door = this.#dice.below(12);
    const words = outsideWords(this.#dice, this.#secrets);
    const [one, other] = await Promise.all(
      [this.#with, this.#without].map(async (db) => this.#through(door, db, words, here)),
    );
    const given = [one, other].map((answer) => sameIds(JSON.stringify(answer) ?? ''));
    const difference = firstDifference(given[0] ?? '', given[1] ?? '');
    if (difference !== null) {
      throw new Error(
        `The worlds differ through door ${door} for ${JSON.stringify(here)} and “${words}”:\n${difference}`,
      );
    }
  }

  async #through(door: number, db: Db, words: string, here: Here): Promise<unknown> {
    switch (door) {
      case 0:
        return readHomeOf(db, here);
      case 1:
        return issueChoices(await callAs(db, '', here), words.split(' ').at(-1) ?? '');
      case 2:
        return digestOf(db, here);
      case 3:
        return this.#directMessages(db);
      case 4:
        return addToIssue(await callAs(db, '', here), {
          text: words,
          author: 'Ann',
          permalink: 'https://x.slack.com/archives/C1/p1',
          sentAt: this.#now,
        });
      case 5:
        return submitUpdate(await callAs(db, '', here), words);
      default: {
        const { share, ...reply } = await askSeen(db, words, here);
        return { ...reply, share: share?.message };
      }
    }
  }

  /** What outsiders are told unasked. */
  async #directMessages(db: Db): Promise<unknown> {
    const seenAt: SeenAt = async ({ place }) => {
      const who = { id: place, timeZone: 'UTC' };
      const standing = place === CARLA.id ? 'guest' : 'member';
      const rooms = place === ALICE.id ? [ROOM] : [];
      const sight = sightOf({ who, standing, rooms });
      return { kind: 'seen', db: await sightedBy(db, sight), marking: sight.marking ?? 'CLEAR' };
    };
    const log = pino({ level: 'silent' });
    await new Reminders({ db, now: () => this.#now, log, seenAt }).look(() => false);
    const posts = await db
      .selectFrom('posts')
      .select(['place', 'purpose', 'content'])
      .where('place', 'in', [BOB.id, CARLA.id])
      .orderBy('created_at')
      .orderBy('place')
      .orderBy('purpose')
      .execute();
    return posts.slice(-20).map(({ content, ...post }) => {
      const { marking: _, ...told } = JSON.parse(content);
      return { ...post, told };
    });
  }
}

async function readHomeOf(db: Db, here: Here): Promise<unknown> {
  const call = await callAs(db, '', { ...here, channelId: '' });
  return homeTab(await readHome(call, null), null);
}

async function digestOf(db: Db, here: Here): Promise<unknown> {
  const now = here.now ?? NOON;
  const sight: Sight = { marking: 'GREEN', rooms: [], reader: null };
  const composed = await composeDigest(await sightedBy(db, sight), {
    digest: {
      id: 'd',
      teamId: TEAM,
      place: 'C0DESK',
      schedule: { every: 'week', days: [1, 2, 3, 4, 5], times: ['09:00'], timeZone: 'UTC' },
      choices: USUAL_CHOICES,
      setBy: BOB.id,
      state: 'on',
      pausedBecause: null,
      setAt: now.toString(),
      changedBy: BOB.id,
      changedAt: now.toString(),
      nextAt: null,
      plannedAt: now.toString(),
    },
    slot: {
      at: now,
      kind: 'asked',
      localDate: now.toString().slice(0, 10),
      isLate: false,
      isFirst: false,
    },
    now,
  });
  return composed.kind === 'say' ? composed.parts : composed.kind;
}

async function submitUpdate(call: Call, words: string): Promise<unknown> {
  const form = allCommands.find(({ name }) => name === 'update')?.form;
  if (form === undefined) throw new Error('There is no form');
  const fields = new Map([
    ['issue', words.split(' ')[1] ?? ''],
    ['status', 'agreed'],
    ['note', 'said in a form'],
  ]);
  return submit(call, form, { fields, keep: JSON.stringify({ seen: null, sources: [] }) });
}

/** Both from a little before they differ; null when they don't. */
function firstDifference(one: string, other: string): string | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 200);
  return `${one.slice(from, at + 300)}\n≠\n${other.slice(from, at + 300)}`;
}

/** Ids are drawn at random: what counts is which is which. */
function sameIds(text: string): string {
  const names = new Map<string, string>();
  return text.replaceAll(/\b[0-9a-hjkmnp-tv-z]{12}\b/g, (id) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  });
}

/** Another seed each time, to be told where something differs. */
export function newSeed(): number {
  return randomInt(1, 2_147_483_646);
}
