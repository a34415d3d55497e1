import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import type { AuditHead } from '../../db/record/audit.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { exampleUrl } from '../support/db.ts';
import { type OwnServer, startOwnServer } from '../support/postgres.ts';
import type { Random } from '../support/seeded.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { Nemesis } from './nemesis.ts';
import { Replica } from './replica.ts';
import { settleChannels } from './settle-channels.ts';
import { type Aftermath, type Send, storm, type Update, updates } from './storm.ts';
import { type ChannelTally, StormChannels } from './storm-channels.ts';
import { findIn } from './storm-record.ts';

/** As many people type at a time, beside those who keep an issue of their own. */
const LINES = 8;
/** Each of these issues is one person's, who looks after every change whether it is shown. */
const KEPT = ['human-rights', 'arms-control', 'leader-hotline'];
const CHANNELS = 20;
/** So many channels have cards: of what is kept, and of an issue that everybody changes. */
const WITH_CARDS = 3;
const SHARED = [...KEPT, 'fentanyl'];
/** Before they type, people think for up to so many milliseconds. */
const THINKING = 80;
/** One in so many answers that are none makes somebody give up. */
const GIVES_UP = 8;
/** Whoever doesn't says it again after so many milliseconds, and not for ever. */
const AGAIN = 50;
const TRIES = 600;
const FEWEST_UPDATES = 20;
/** Every so many rounds what was sent is looked for. */
const ROUNDS_A_LOOK = 5;
/** And every so many all of the record is held against its log. */
const ROUNDS_A_PROOF = 50;

/** What became of a storm. */
export interface ReplicaTally {
  readonly rounds: number;
  readonly disturbances: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  /** Answers that came of another try than the first. */
  readonly saidAgain: number;
  /** Tries that were acted on, though nobody heard so at the time. */
  readonly unheard: number;
  readonly refused: number;
  readonly unanswered: number;
  /** Changes that were looked at through one replica or the other. */
  readonly looked: number;
  readonly channels: ChannelTally;
  readonly lost: readonly string[];
  readonly torn: readonly string[];
  readonly repeated: readonly string[];
  /** Refused as if nothing had been changed, and recorded. */
  readonly changed: readonly string[];
  /** Answers that nobody should have been given. */
  readonly wrong: readonly string[];
  readonly odd: readonly string[];
}

/** Disturbs two replicas and their server while people work, and looks what is left. */
export async function replicaStorm(
  rounds: number,
  random: Random,
  name: string,
): Promise<ReplicaTally> {
  const server = await startOwnServer();
  const url = await exampleUrl(server.url);
  const clock = new Clock();
  const slack = await startSlack({
    now: clock.now,
    scopes: ALL_SCOPES,
    limits: { burstPerChannel: 1_000_000, callsPerMinute: UNLIMITED },
  });
  const db = await openDatabase(url);
  const replicas = await Promise.all([Replica.open(slack, url), Replica.open(slack, url)]);
  try {
    const channels = await StormChannels.open(slack, db, CHANNELS);
    const place = { server, url, clock, slack, db, replicas, channels };
    return await new ReplicaStorm(place, random, name).run(rounds);
  } finally {
    for (const replica of replicas) await replica.close();
    await slack.stop();
    await closeDatabase(db);
    await server.stop();
  }
}

interface Place {
  readonly server: OwnServer;
  readonly url: string;
  readonly clock: Clock;
  readonly slack: SlackStandIn;
  readonly db: Db;
  readonly replicas: readonly Replica[];
  readonly channels: StormChannels;
}

class ReplicaStorm {
  readonly #place: Place;
  readonly #random: Random;
  readonly #name: string;
  readonly #nemesis: Nemesis;
  readonly #next: Generator<Update, never>;
  readonly #counts = {
    acknowledged: 0,
    saidAgain: 0,
    unheard: 0,
    refused: 0,
    unanswered: 0,
    looked: 0,
  };
  readonly #found = {
    lost: [] as string[],
    torn: [] as string[],
    repeated: [] as string[],
    changed: [] as string[],
    wrong: [] as string[],
    odd: [] as string[],
  };
  /** What was sent since it was looked for last, and where the log ended then. */
  #sent: Aftermath = NOTHING;
  #before: AuditHead = { seq: 0, hash: '' };
  #inputs = 0;
  #digestsAsked = 0;

  constructor(place: Place, random: Random, name: string) {
    this.#place = place;
    this.#random = random;
    this.#name = name;
    this.#nemesis = new Nemesis(place.server, place.replicas, random);
    this.#next = updates(name, random);
  }

  async run(rounds: number): Promise<ReplicaTally> {
    const { replicas } = this.#place;
    const { odd } = this.#found;
    await this.#shareCards();
    for (let round = 1; round <= rounds; round += 1) {
      await this.#round();
      if (round === rounds || round % ROUNDS_A_LOOK === 0) await this.#look();
      if (round === rounds || round % ROUNDS_A_PROOF === 0) await this.#prove();
    }
    for (const replica of replicas) {
      const code = await replica.stop();
      if (code !== 0) odd.push(`A replica stopped with ${code}`);
      odd.push(...replica.odd);
    }
    const said = await settleChannels(this.#place);
    if (said.asked !== this.#digestsAsked) {
      odd.push(`${said.asked} digests, and ${this.#digestsAsked} were asked for`);
    }
    const { counts: disturbances } = this.#nemesis;
    return { rounds, disturbances, ...this.#counts, ...this.#found, channels: said };
  }

  async #shareCards(): Promise<void> {
    const { channels } = this.#place;
    for (const channelId of channels.ids.slice(0, WITH_CARDS)) {
      for (const key of SHARED) await this.#insist({ ...this.#asking(`share ${key}`), channelId });
    }
    await vi.waitFor(async () => {
      const cards = await channels.cards();
      if (cards.length !== WITH_CARDS * SHARED.length) throw new Error(`${cards.length} cards`);
    });
  }

  /** People work while things go wrong, until all is well again. */
  async #round(): Promise<void> {
    const trouble = { isOver: false };
    const kept: Update[] = [];
    const [after] = await Promise.all([
      storm(
        this.#say,
        this.#next,
        (answered) => trouble.isOver && answered >= FEWEST_UPDATES,
        LINES,
      ),
      ...KEPT.map(async (key) => {
        while (!trouble.isOver) kept.push(await this.#keepUp(key));
      }),
      this.#askForDigest(),
      this.#nemesis.strike().finally(() => {
        trouble.isOver = true;
      }),
    ]);
    for (const replica of this.#place.replicas) await replica.quiet();
    const { acknowledged, unanswered, refused } = after;
    this.#counts.acknowledged += acknowledged.length + kept.length;
    this.#counts.unanswered += unanswered.length;
    this.#counts.refused += refused.length;
    this.#sent = {
      acknowledged: [...this.#sent.acknowledged, ...kept, ...acknowledged],
      unanswered: [...this.#sent.unanswered, ...unanswered],
      refused: [...this.#sent.refused, ...refused],
    };
    for (const [{ words }, answer] of refused) {
      if (!NOT_NOW.test(answer)) this.#found.wrong.push(`${words}: ${answer}`);
    }
  }

  /** Whoever is not answered, or is told to say it again, does so to the other replica, or gives up. */
  readonly #say: Send = async (update) => {
    await pause(this.#random(THINKING));
    const { answer, mayBeMade } = await this.#insist(update, () => this.#random(GIVES_UP) === 0);
    if (NOT_NOW.test(answer ?? '')) return mayBeMade ? null : answer;
    return this.#heard(answer, mayBeMade) ? `Recorded for ${update.note}` : answer;
  };

  /** Changes an issue that nobody else does, and looks whether that is where it stands, through whichever replica. */
  async #keepUp(key: string): Promise<Update> {
    await pause(this.#random(THINKING));
    const number = this.#inputs;
    const status = STATUSES[number % STATUSES.length]?.key;
    const note = `Storm ${this.#name} keeps ${key} number ${number}`;
    const update = { ...this.#asking(`update ${key} ${status} because ${note}`), note };
    const { answer, mayBeMade } = await this.#insist(update);
    if (!this.#heard(answer, mayBeMade) && answer?.startsWith('Recorded for ') !== true) {
      this.#found.wrong.push(`${note}: ${answer}`);
    }
    const shown = await this.#insist(this.#asking(`status ${key}`));
    if (shown.answer?.includes(note) !== true) {
      this.#found.wrong.push(`${note}, and then ${shown.answer}`);
    }
    this.#counts.looked += 1;
    return update;
  }

  async #askForDigest(): Promise<void> {
    const { ids } = this.#place.channels;
    const channelId = ids[this.#random(ids.length)] ?? '';
    const { answer, mayBeMade } = await this.#insist({ ...this.#asking('digest now'), channelId });
    if (this.#heard(answer, mayBeMade) || answer?.startsWith('A digest is on its way to ')) {
      this.#digestsAsked += 1;
    } else if (answer !== 'One is on its way already.') {
      this.#found.wrong.push(`digest now: ${answer}`);
    }
  }

  /** True when an earlier try was acted on, and what was heard since is that it was. */
  #heard(answer: string | null, mayBeMade: boolean): boolean {
    const isHeard = mayBeMade && answer?.startsWith('That was recorded already.') === true;
    if (isHeard) this.#counts.unheard += 1;
    return isHeard;
  }

  /** Asks one replica after the other until there is an answer, or it is given up. */
  async #insist(
    update: Update,
    givesUp: () => boolean = () => false,
  ): Promise<{ answer: string | null; mayBeMade: boolean }> {
    const { replicas } = this.#place;
    const first = this.#random(replicas.length);
    let mayBeMade = false;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = (await replicas[(first + tries) % replicas.length]?.send(update)) ?? null;
      if (answer !== null && !NOT_NOW.test(answer)) {
        if (tries > 0) this.#counts.saidAgain += 1;
        return { answer, mayBeMade };
      }
      mayBeMade ||= answer === null || answer.includes('it may be made');
      if (givesUp()) return { answer, mayBeMade };
      await pause(AGAIN);
    }
    const told = replicas.map((replica) => replica.describe()).join('\n');
    throw new Error(`Nobody took “${update.words}”\n${told}`);
  }

  /** Looks for all that was sent, while nobody sends anything else. */
  async #look(): Promise<void> {
    const found = await findIn(this.#place.db, this.#sent, {
      send: async (update) => (await this.#insist(update)).answer,
      before: this.#before,
    });
    this.#sent = NOTHING;
    this.#before = found.head;
    this.#counts.unheard += found.untold;
    for (const what of ['lost', 'torn', 'repeated', 'changed'] as const) {
      this.#found[what].push(...found[what]);
    }
  }

  async #prove(): Promise<void> {
    const verdict = await verifyRecord(this.#place.db, null);
    if (verdict.kind !== 'whole') this.#found.torn.push(JSON.stringify(verdict));
  }

  #asking(words: string): Update {
    this.#inputs += 1;
    return { words, note: '', inputId: `storm.${this.#name}.asks.${this.#inputs}` };
  }
}

const NOTHING: Aftermath = { acknowledged: [], unanswered: [], refused: [] };
/** What people are told who should say it again. */
const NOT_NOW = /^Summit can't (?:reach its record|write) just now/;

const UNLIMITED = {
  'tier-1': 1_000_000,
  'tier-2': 1_000_000,
  'tier-3': 1_000_000,
  'tier-4': 1_000_000,
  unlimited: Number.POSITIVE_INFINITY,
};
