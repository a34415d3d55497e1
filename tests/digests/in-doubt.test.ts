import { describe, expect, test } from 'vitest';
import { pauseByItself } from '../../src/changes/pause-digest.ts';
import { record } from '../../src/changes/record.ts';
import { resumeWorkspace } from '../../src/changes/stop-workspace.ts';
import type { Fate } from '../support/simulated-slack.ts';
import { line, OutboxScene } from './outbox-scene.ts';

describe('looking for a message', () => {
  test('sees the first of many that were tried, however late it shows', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? { kind: 'accepted, then broken' } : BROKEN),
      lookFate: () => (scene.slack.looks < 3 ? { kind: 'blind' } : null),
    });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 30 });
    expect(scene.slack.asked).toHaveLength(4);
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK']);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said']);
  });

  test('goes on while Slack can not be asked, and the next digest waits for it', async () => {
    let isBroken = true;
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? { kind: 'accepted, then broken' } : null),
      lookFate: () => (isBroken ? BROKEN : null),
      every: 30,
    });
    await scene.digest('C0DESK', 'T0ONE', ['09:00', '15:00']);
    await scene.passNine({ hours: 6, minutes: 10 });
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 composed', 'C0DESK 02T15:00 due']);
    isBroken = false;
    await scene.pass({ minutes: 2 });
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said', 'C0DESK 02T15:00 said']);
    expect(scene.said()).toHaveLength(2);
  });

  test.each([BROKEN, { kind: 'wait', milliseconds: 60_000 }] as const)(
    'ends after a day in which it told nothing: $kind',
    async (look) => {
      const scene = await OutboxScene.open({ fate: () => BROKEN, lookFate: () => look, every: 60 });
      await scene.remind('U0ANN');
      await scene.pass({ hours: 25 });
      expect(scene.slack.asked).toHaveLength(1);
      expect(await scene.posts()).toEqual(['U0ANN unknown never found out']);
    },
  );

  test('finds the very first message, however wrong the clock of the machine is', async () => {
    for (const ahead of [-540_000, -60_000, 130_000, 540_000]) {
      const scene = await OutboxScene.open({
        fate: () => (scene.slack.asked.length === 1 ? { kind: 'accepted, then broken' } : null),
      });
      scene.setClockAhead(ahead);
      await scene.remind('U0ANN');
      await scene.pass({ minutes: 3 });
      expect([ahead, scene.slack.asked.length]).toEqual([ahead, 1]);
      expect(await scene.posts()).toEqual(['U0ANN sent']);
    }
  });

  test('of a workspace that has removed Summit waits until it is back', async () => {
    let isGone = true;
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? { kind: 'accepted, then broken' } : null),
      lookFate: () => (isGone ? { kind: 'refused', error: 'token_revoked' } : null),
    });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 1 });
    expect(scene.slack.looks).toBe(1);
    isGone = false;
    await resumeWorkspace(scene.db, 'T0ONE');
    await scene.pass({ minutes: 1 });
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said']);
    expect(scene.slack.asked).toHaveLength(1);
  });

  test('keeps of two the one whose thread was begun', async () => {
    const scene = await OutboxScene.open({
      fate: (_, text) =>
        text === 'Parent' && scene.slack.asked.length === 1
          ? { kind: 'accepted, then broken' }
          : null,
      lookFate: () => (scene.slack.looks === 0 ? { kind: 'blind' } : null),
      parts: () => [line('Parent'), line('Details')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 6 });
    const [parent, details] = scene.slack.messages.filter(
      ({ spot }) => spot.channelId === 'C0DESK',
    );
    expect([parent?.message.text, details?.message.text]).toEqual(['Parent', 'Details']);
    expect(details?.spot.threadTs).toBe(parent?.ts);
    expect(scene.slack.removed).toBe(1);
  });
});

describe('being told to wait', () => {
  test('is no attempt: it may happen any number of times', async () => {
    const scene = await OutboxScene.open({ fate: () => tenWaitsAndABreak(scene) });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 10 });
    expect(scene.slack.asked).toHaveLength(12);
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK']);
  });

  test('holds for what comes to the same place later', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? { kind: 'wait', milliseconds: 60_000 } : null),
    });
    await scene.remind('U0ANN');
    await scene.pass({ seconds: 10 });
    await scene.remind('U0ANN');
    await scene.pass({ seconds: 45 });
    expect(scene.slack.asked).toHaveLength(1);
    await scene.pass({ seconds: 10 });
    expect(scene.said()).toEqual(['D0ANN: Reminder', 'D0ANN: Reminder']);
  });
});

describe('a start', () => {
  test('forgets no wait that Slack asked for', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length <= 2 ? { kind: 'wait', milliseconds: 600_000 } : null),
    });
    await scene.remind('U0ANN');
    await scene.remind('U0BOB');
    await scene.pass({ seconds: 30 });
    scene.restart();
    await scene.remind('U0ANN');
    await scene.remind('U0CAT');
    await scene.pass({ minutes: 9 });
    expect(scene.slack.asked).toHaveLength(2);
    await scene.pass({ minutes: 2 });
    expect(scene.said().toSorted()).toEqual([
      'D0ANN: Reminder',
      'D0ANN: Reminder',
      'D0BOB: Reminder',
      'D0CAT: Reminder',
    ]);
  });
});

describe('a place where nothing can be said', () => {
  test('is asked once, whatever else was to be said there', async () => {
    const scene = await OutboxScene.open({
      fate: () => ({ kind: 'refused', error: 'user_disabled' }),
    });
    for (let count = 0; count < 3; count += 1) await scene.remind('U0ANN');
    await scene.pass({ minutes: 5 });
    expect(scene.slack.asked).toHaveLength(1);
    expect(await scene.posts()).toEqual(Array(3).fill('U0ANN failed user_disabled'));
  });

  test('of which they were told while a request was on its way is not told of again', async () => {
    const scene = await OutboxScene.open({
      fate: () => ({ kind: 'refused', error: 'is_archived' }),
      latency: 2_000,
    });
    const id = await scene.digest('C0DESK');
    await scene.passNine({ seconds: 2 });
    await record(scene.db, async (tx) => pauseByItself(tx, id, 'is_archived', scene.now()));
    await scene.pass({ minutes: 5 });
    expect(scene.slack.asked.map(({ place }) => place)).toEqual(['C0DESK']);
    expect(await scene.posts()).toEqual(['C0DESK failed is_archived']);
  });
});

describe('a thread', () => {
  test('whose first message Slack does not take is not said', async () => {
    const scene = await OutboxScene.open({
      fate: (_, text) => (text === 'First' ? { kind: 'refused', error: 'no_text' } : null),
      parts: () => [line('First'), line('Second')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 2 });
    expect(scene.said()).toEqual([]);
    expect(await scene.posts()).toEqual(['C0DESK failed no_text', 'C0DESK failed no parent']);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 failed no_text']);
  });

  test('that can not be gone on with leaves the digest as it is', async () => {
    const scene = await OutboxScene.open({
      fate: (_, text) =>
        text === 'Second' ? { kind: 'refused', error: 'restricted_action_thread_locked' } : null,
      every: 60,
      parts: () => [line('First'), line('Second')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 2 });
    expect(scene.said()).toEqual(['C0DESK: First']);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said']);
    await scene.pass({ hours: 24 });
    expect(scene.said()).toEqual(['C0DESK: First', 'C0DESK: First']);
  });
});

const BROKEN = { kind: 'broken' } as const;

function tenWaitsAndABreak({ slack }: OutboxScene): Fate | null {
  if (slack.asked.length <= 10) return { kind: 'wait', milliseconds: 1_000 };
  return slack.asked.length === 11 ? BROKEN : null;
}
