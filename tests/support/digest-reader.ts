import { readDigest } from '../../db/digests.ts';
import { insertRows } from '../../db/insert-rows.ts';
import type { Db } from '../../db/open.ts';
import { dayIn } from '../../src/agenda/days.ts';
import { type DigestChoices, type DigestNews, USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { composeDigest, type Composition } from '../../src/digests/compose.ts';
import { tellInFull } from '../../src/digests/read-digest-news.ts';
import { readSpan } from '../../src/digests/read-span.ts';

const DIGEST_ID = 'digest-1';
const TEAM = 'T0SUMMIT';

export interface DigestSetup {
  readonly place?: string;
  readonly schedule?: Partial<Schedule>;
  readonly choices?: Partial<DigestChoices>;
}

/** What one digest said, and what it was made from. */
export interface Read {
  readonly composition: Composition;
  readonly news: readonly DigestNews[];
}

/** A place that has a digest, read slot by slot as they come. */
export class DigestReader {
  readonly #db: Db;
  readonly #timeZone: string;

  private constructor(db: Db, timeZone: string) {
    this.#db = db;
    this.#timeZone = timeZone;
  }

  static async begin(db: Db, setup: DigestSetup = {}): Promise<DigestReader> {
    const schedule = { every: 'day', days: [], times: ['09:00'], timeZone: 'UTC' } as const;
    const timeZone = setup.schedule?.timeZone ?? 'UTC';
    await db.transaction().execute(async (tx) =>
      insertRows(tx, 'digests', [
        {
          id: DIGEST_ID,
          team_id: TEAM,
          place: setup.place ?? 'C0DESK',
          state: 'on',
          paused_because: null,
          schedule: JSON.stringify({ ...schedule, ...setup.schedule }),
          choices: JSON.stringify({ ...USUAL_CHOICES, ...setup.choices }),
          set_by: 'U0ALICE',
          set_at: '2023-01-01T00:00:00.000Z',
          changed_by: 'U0ALICE',
          changed_at: '2023-01-01T00:00:00.000Z',
          next_at: null,
          planned_at: '2023-01-01T00:00:00.000Z',
        },
      ]),
    );
    return new DigestReader(db, timeZone);
  }

  /** Comes to a slot: what it tells counts as told from then on. */
  async read(
    moment: string,
    how: { kind?: 'asked' | 'due'; isLate?: boolean } = {},
  ): Promise<Read> {
    const at = Temporal.Instant.from(moment);
    const digest = await readDigest(this.#db, DIGEST_ID);
    const localDate = dayIn(at, this.#timeZone);
    const slot = { at, kind: 'due', localDate, isLate: false, isFirst: false, ...how } as const;
    const { read } = await readSpan(this.#db, digest, slot, at);
    const news = await tellInFull(this.#db, read, at);
    const composition = await composeDigest(this.#db, { digest, slot, now: at });
    const { span } = composition;
    await this.#db.transaction().execute(async (tx) =>
      insertRows(tx, 'digest_slots', [
        {
          digest_id: DIGEST_ID,
          team_id: TEAM,
          slot_at: stamp(at),
          kind: slot.kind,
          local_date: localDate,
          state: composition.kind === 'say' ? 'said' : 'silent',
          planned_at: stamp(at),
          from_line: span.fromLine,
          until_line: span.untilLine,
          from_at: stamp(span.from),
          until_at: stamp(span.until),
          tells_stale: composition.kind === 'say' && composition.tellsStale ? 1 : 0,
          settled_at: stamp(at),
          why: null,
        },
      ]),
    );
    return { composition, news };
  }

  /** The same, as lines: `fentanyl: agreed → implementing`. */
  async lines(moment: string): Promise<string[]> {
    return linesIn(await this.read(moment));
  }

  async mute(key: string, level: 'all' | 'updates', agendaId = 'biden-xi-2023'): Promise<void> {
    await this.#db.transaction().execute(async (tx) =>
      insertRows(tx, 'digest_mutes', [
        {
          digest_id: DIGEST_ID,
          agenda_id: agendaId,
          issue_key: key,
          level,
          by: 'U0ALICE',
          at: '',
        },
      ]),
    );
  }
}

/** What a digest tells of each issue, in short; files as `file: 3 of 19`. */
export function linesIn({ news }: Pick<Read, 'news'>): string[] {
  return news.flatMap(({ issues, imports }) => [
    ...issues.map(({ key, kind, from, to }) => `${key}: ${inShort(kind, from, to)}`),
    ...imports.map(({ told, issues: all }) => `file: ${told} of ${all}`),
  ]);
}

function inShort(kind: string, from: string | null, to: string | null): string {
  switch (kind) {
    case 'new':
      return `new, ${to}`;
    case 'move':
      return `${from} → ${to}`;
    case 'update':
      return `update, still ${to}`;
    default:
      return `${kind}, ${from} → ${to}`;
  }
}

/** All that a digest says, in the channel and in its thread. */
export function textOf({ composition }: Read): string {
  if (composition.kind === 'silent') return '';
  return composition.parts.map(({ message }) => message.text).join('\n');
}
