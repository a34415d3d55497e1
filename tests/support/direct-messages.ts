import { pino } from 'pino';
import type { Db } from '../../db/open.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import type { Outgoing } from '../../src/messages/outgoing.ts';
import { NOON, say } from './desk.ts';
import { allSeen } from './all-seen.ts';

/** What Summit has put on its way to people by itself, and the clock it does so by. */
export interface DirectMessages {
  /** Somebody says something to Summit, now. */
  say(text: string, how?: { readonly who?: string; readonly inputId?: string }): Promise<string>;
  /** Lets time pass, looking whether something is due each hour, and each second of the last two minutes. */
  pass(time: Temporal.DurationLike): Promise<void>;
  /** Lets time pass in which Summit is not running; less than none, and the clock was set back. */
  skip(time: Temporal.DurationLike): Promise<void>;
  /** What came since this was last asked: `U0ALICE: the text`. */
  came(): Promise<string[]>;
  /** The buttons of the last one: `Status: status grain`. */
  buttons(): Promise<string[]>;
  readonly now: () => Temporal.Instant;
}

/** Direct messages of a record, from noon on, each checked against Slack's limits. */
export function directMessages(db: Db): DirectMessages {
  let now = NOON;
  const told = new Set<string>();
  const reminders = new Reminders({
    db,
    now: () => now,
    log: pino({ level: 'silent' }),
    seenAt: allSeen(db),
  });
  const look = (): Promise<void> => reminders.look(() => false);

  async function rows(): Promise<{ id: string; place: string; outgoing: Outgoing }[]> {
    const all = await db
      .selectFrom('posts')
      .select(['id', 'place', 'content'])
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return all.map(({ content, ...row }) => ({
      ...row,
      outgoing: JSON.parse(content) as Outgoing,
    }));
  }

  return {
    now: () => now,
    async say(text, { who = 'U0ALICE', inputId } = {}) {
      const { message } = await say(db, text, {
        who: { id: who, timeZone: 'UTC' },
        now,
        inputId: inputId ?? null,
      });
      return message.text;
    },
    async pass(time) {
      const end = now.add(Temporal.Duration.from(time).round({ largestUnit: 'hours' }));
      const start = end.subtract({ minutes: 2 });
      for (; Temporal.Instant.compare(now, start) < 0; now = now.add({ hours: 1 })) await look();
      if (Temporal.Instant.compare(start, now) < 0 && Temporal.Instant.compare(now, end) > 0)
        now = start;
      for (; Temporal.Instant.compare(now, end) < 0; now = now.add({ seconds: 1 })) await look();
      now = end;
      await look();
    },
    async skip(time) {
      now = now.add(time);
      await look();
    },
    async came() {
      const all = (await rows()).filter(({ id }) => !told.has(id));
      for (const { id, outgoing } of all) {
        told.add(id);
        const faults = checkMessage(outgoing.message);
        if (faults.length > 0) throw new Error(JSON.stringify(faults));
      }
      return all.map(({ place, outgoing }) => `${place}: ${outgoing.message.text}`);
    },
    async buttons() {
      const last = (await rows()).at(-1);
      return (last?.outgoing.message.blocks ?? []).flatMap((block) =>
        block.type === 'actions'
          ? block.elements.flatMap((element) =>
              element.type === 'button' ? [`${element.text.text}: ${element.value ?? ''}`] : [],
            )
          : [],
      );
    },
  };
}
