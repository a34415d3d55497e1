import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { line, OutboxScene, placeOf } from './outbox-scene.ts';
import { waitStorm } from './wait-storm.ts';

/** Milliseconds, there or back. */
const LATENCY = 150;

describe('many digests at once', () => {
  test('a thousand channels have theirs within 1.1 times what the rate allows, whatever one of them does', async () => {
    const scene = await OutboxScene.open({
      pace: { perMinute: 240 },
      latency: LATENCY,
      fate: (place) => (place === placeOf(7) ? { kind: 'lost' } : null),
    });
    await scene.digests(1_000);
    await scene.passNine({ seconds: 0 });
    const took = await scene.passUntil(() => scene.slack.messages.length === 999);
    expect(took).toBeLessThanOrEqual(1.1 * (1_000 / 240) * 60_000);

    const { asked } = scene.slack;
    const busiest = asked.map(({ at }) =>
      asked.filter((one) => one.at >= at && one.at < at + 60_000),
    );
    expect(Math.max(...busiest.map(({ length }) => length))).toBeLessThanOrEqual(240 + 2);
  });

  test('a thread follows what it belongs to before the next digest begins', async () => {
    const scene = await OutboxScene.open({
      pace: { perMinute: 240 },
      latency: LATENCY,
      parts: (place) => [line(`Digest ${place}`), line(`Chart ${place}`), line(`Details ${place}`)],
    });
    await scene.digests(100);
    await scene.passNine({ seconds: 0 });
    const took = await scene.passUntil(() => scene.slack.messages.length === 300);
    expect(took).toBeLessThanOrEqual(1.1 * (300 / 240) * 60_000);
    const waits = Map.groupBy(scene.slack.messages, ({ spot }) => spot.channelId)
      .values()
      .map((messages) => Number(messages.at(-1)?.ts) - Number(messages[0]?.ts));
    expect(Math.max(...waits)).toBeLessThan(10);
  });

  test('of several workspaces each has its turns when no other has', async () => {
    const scene = await OutboxScene.open({ pace: { perMinute: 240 }, latency: LATENCY });
    for (const teamId of ['T0ONE', 'T0TWO', 'T0THREE', 'T0FOUR']) {
      for (let number = 0; number < 20; number += 1) {
        await scene.digest(`C0${teamId}${number}`, teamId);
      }
    }
    await scene.passNine({ seconds: 10 });
    expect(scene.slack.messages).toHaveLength(80);
    // All four begin at once.
    const at = scene.slack.asked.map((one) => one.at).slice(8);
    const gaps = at.slice(1).map((one, before) => one - at[before]!);
    expect(Math.min(...gaps)).toBeGreaterThan(30);
  });
});

describe('a Slack that wants to be waited for', () => {
  test('is asked again to the very moment, a thousand times over', async () => {
    expect(await waitStorm(1_000)).toEqual({ early: 0 });
  });

  test('in one channel delays no other one', async () => {
    const scene = await OutboxScene.open({
      fate: (place) => (place === placeOf(0) ? { kind: 'wait', milliseconds: 600_000 } : null),
    });
    await scene.digests(20);
    await scene.passNine({ seconds: 5 });
    expect(scene.slack.messages).toHaveLength(19);
  });

  test('in two channels, with nothing said in between, is meant for the whole workspace', async () => {
    let isBusy = true;
    const scene = await OutboxScene.open({
      fate: () => (isBusy ? { kind: 'wait', milliseconds: 30_000 } : null),
      pace: { perMinute: 240 },
    });
    await scene.digests(20);
    await scene.passNine({ seconds: 25 });
    expect(scene.slack.asked.length).toBeLessThanOrEqual(3);
    isBusy = false;
    await scene.pass({ seconds: 15 });
    expect(scene.slack.messages).toHaveLength(20);
  });

  test('is waited for by the next process too', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? { kind: 'wait', milliseconds: 600_000 } : null),
    });
    await scene.digest('C0DESK');
    await scene.passNine({ seconds: 5 });
    scene.restart();
    await scene.pass({ seconds: 590 });
    expect(scene.slack.asked).toHaveLength(1);
    await scene.pass({ seconds: 10 });
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK']);
  });
});

describe('a process that looks what is due', () => {
  test('writes nothing when nothing is', async () => {
    const scene = await OutboxScene.open();
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 1 });
    const before = await changes(scene);
    await scene.pass({ minutes: 30 });
    expect(await changes(scene)).toBe(before);
  });

  test('begins nothing more when it is to stop, and ends what it began', async () => {
    const scene = await OutboxScene.open({ pace: { perMinute: 240 }, latency: 2_000 });
    await scene.digests(100);
    await scene.passNine({ seconds: 10 });
    scene.stop();
    await scene.pass({ milliseconds: 1 });
    const asked = scene.slack.asked.length;
    await scene.pass({ seconds: 30 });
    expect(scene.slack.asked.length).toBe(asked);
    expect(scene.slack.messages).toHaveLength(asked);
    expect((await scene.posts()).filter((post) => !post.endsWith('sent'))).toEqual([]);
  });

  test('sees what becomes due while it is at it', async () => {
    const scene = await OutboxScene.open({ pace: { perMinute: 60 } });
    await scene.digests(200);
    await scene.passNine({ seconds: 30 });
    await scene.remind('U0ANN');
    await scene.remind('U0BEN', { teamId: 'T0OTHER' });
    await scene.pass({ seconds: 3 });
    expect(scene.said()).toEqual(expect.arrayContaining(['D0ANN: Reminder', 'D0BEN: Reminder']));
    expect(scene.slack.messages.length).toBeLessThan(50);
  });

  test('is not held back by what a clock wrote that has gone back since', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length < 3 ? { kind: 'wait', milliseconds: 60_000 } : null),
    });
    scene.setClockAhead(5 * 365 * 24 * 3_600_000);
    await scene.remind('U0ANN');
    await scene.remind('U0BEN');
    await scene.pass({ seconds: 10 });
    expect(scene.said()).toEqual([]);
    scene.setClockAhead(0);
    await scene.pass({ seconds: 60 });
    expect(scene.said().toSorted()).toEqual(['D0ANN: Reminder', 'D0BEN: Reminder']);
  });
});

async function changes({ db }: OutboxScene): Promise<number> {
  const { rows } = await sql<{ count: number }>`select total_changes() as count`.execute(db);
  return rows[0]?.count ?? 0;
}
