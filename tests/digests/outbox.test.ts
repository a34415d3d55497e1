import { describe, expect, test } from 'vitest';
import { endDigest, pauseDigest, resumeDigest } from '../../src/changes/pause-digest.ts';
import { resumeWorkspace, stopWorkspace } from '../../src/changes/stop-workspace.ts';
import { line, OutboxScene, placeOf } from './outbox-scene.ts';

describe('a digest whose time has come', () => {
  test('is said, and then its thread, one message a second', async () => {
    const scene = await OutboxScene.open({
      parts: (place) => [line(`Digest ${place}`), line('Chart'), line('Details')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ seconds: 10 });
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK', 'C0DESK: Chart', 'C0DESK: Details']);
    const [parent, ...thread] = scene.slack.messages;
    expect(parent?.spot.threadTs).toBeNull();
    expect(thread.map(({ spot }) => spot.threadTs)).toEqual([parent?.ts, parent?.ts]);
    const gaps = scene.slack.asked
      .slice(1)
      .map(({ at }, before) => at - scene.slack.asked[before]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said']);
  });

  test('is not said when it has nothing to say', async () => {
    const scene = await OutboxScene.open({ parts: () => [] });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 1 });
    expect(scene.said()).toEqual([]);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 silent']);
  });

  test('comes to a person in their direct message with Summit', async () => {
    const scene = await OutboxScene.open();
    await scene.digest('U0ANN');
    await scene.passNine({ minutes: 1 });
    expect(scene.said()).toEqual(['D0ANN: Digest U0ANN']);
  });

  test('comes within five seconds', async () => {
    const scene = await OutboxScene.open();
    await scene.digest('C0DESK');
    await scene.passNine({ seconds: 5 });
    expect(scene.said()).toHaveLength(1);
  });

  test('is missed, and left to the next one, when it could not be said for too long', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.time.elapsed() < 8 * 3_600_000 ? WAIT_LONG : null),
      every: 60,
    });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 25 });
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 missed late', 'C0DESK 03T09:00 said']);
  });
});

describe('a digest that is on its way while Slack wants it to wait', () => {
  test('is not said once somebody paused it or turned it off, and comes with the next one', async () => {
    const wait = { kind: 'wait', milliseconds: 600_000 } as const;
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length <= 2 ? wait : null),
    });
    await scene.digest('C0PAUSED');
    await scene.digest('C0OFF');
    await scene.passNine({ minutes: 1 });
    const asked = { by: 'U0ALICE', at: scene.now(), inputId: null, deed: 'digest' } as const;
    await pauseDigest(scene.db, { teamId: 'T0ONE', place: 'C0PAUSED' }, asked);
    await endDigest(scene.db, { teamId: 'T0ONE', place: 'C0OFF' }, asked);
    await scene.pass({ minutes: 15 });
    expect(scene.said()).toEqual([]);
    expect(await scene.slots()).toEqual([
      'C0OFF 02T09:00 missed off',
      'C0PAUSED 02T09:00 missed paused',
    ]);

    await resumeDigest(scene.db, { teamId: 'T0ONE', place: 'C0PAUSED' }, asked);
    await scene.pass({ hours: 24 });
    expect(scene.said()).toEqual(['C0PAUSED: Digest C0PAUSED']);
  });
});

describe('an answer of which nobody can tell', () => {
  test.each([
    ['a connection that breaks after the message was accepted', { kind: 'accepted, then broken' }],
    ['an answer that never comes', { kind: 'accepted, never answered' }],
    ['a message accepted 30 s after it was given up', LATE],
    ['a connection that breaks before', { kind: 'broken' }],
    ['a request that is lost', { kind: 'lost' }],
  ] as const)('%s: one message, and within three minutes it is known', async (_, first) => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? first : null),
      parts: (place) => [line(`Digest ${place}`), line('Details')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 3 });
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK', 'C0DESK: Details']);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 said']);
  });

  test('of a part of the thread: it is looked for in the thread', async () => {
    const scene = await OutboxScene.open({
      fate: (_, text) => (text === 'Details' ? once(scene, 'Details') : null),
      parts: (place) => [line(`Digest ${place}`), line('Details')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 5 });
    expect(scene.said()).toEqual(['C0DESK: Digest C0DESK', 'C0DESK: Details']);
  });

  test('where Summit may not look it stays unknown, and is never posted again', async () => {
    const scene = await OutboxScene.open({
      fate: () => ({ kind: 'broken' }),
      lookFate: () => ({ kind: 'refused', error: 'missing_scope' }),
      parts: (place) => [line(`Digest ${place}`), line('Details')],
    });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 5 });
    expect(scene.slack.asked).toHaveLength(1);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 unknown missing_scope']);
    expect(await scene.posts()).toEqual([
      'C0DESK unknown missing_scope',
      'C0DESK failed no parent',
    ]);
  });

  test('six times over, and never there: it is given up', async () => {
    const scene = await OutboxScene.open({ fate: () => ({ kind: 'broken' }) });
    await scene.digest('C0DESK');
    await scene.passNine({ hours: 5 });
    expect(scene.slack.asked).toHaveLength(6);
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 failed never came']);
  });

  test('a machine whose clock is wrong by ten minutes finds it all the same', async () => {
    const scene = await OutboxScene.open({
      fate: (place) => (place === 'C0SECOND' ? { kind: 'accepted, then broken' } : null),
      pace: { perMinute: 10 },
    });
    scene.setClockAhead(600_000);
    await scene.digest('C0FIRST');
    await scene.digest('C0SECOND');
    await scene.passNine({ minutes: 5 });
    expect(scene.said()).toEqual(['C0FIRST: Digest C0FIRST', 'C0SECOND: Digest C0SECOND']);
    expect(await scene.slots()).toEqual(['C0FIRST 02T09:00 said', 'C0SECOND 02T09:00 said']);
  });

  test('accepted much later than Slack was ever seen to: the second one goes within five minutes, and whoever set it up is told once', async () => {
    const scene = await OutboxScene.open({
      fate: () => (scene.slack.asked.length === 1 ? MUCH_LATER : null),
    });
    await scene.digest('C0DESK');
    await scene.passNine({ minutes: 6 });
    expect(scene.slack.removed).toBe(1);
    expect(scene.said()).toEqual([
      'C0DESK: Digest C0DESK',
      'D0SETTER: The digest of <#C0DESK> came twice, for Slack did not answer the first time. Summit took one of them away.',
    ]);
  });
});

describe('a program that hangs or ends', () => {
  test('what it held is said by the next one within 90 seconds, and nobody else waits', async () => {
    const scene = await OutboxScene.open({
      fate: (place) => (place === placeOf(3) && isFirst(scene, place) ? NEVER_ANSWERED : null),
    });
    await scene.digests(50);
    await scene.passNine({ seconds: 5 });
    expect(scene.said()).toHaveLength(50);
    await scene.pass({ seconds: 85 });
    expect((await scene.slots()).filter((slot) => !slot.endsWith('said'))).toEqual([]);
  });
});

describe('a digest whose turn comes too late', () => {
  test('is missed, which the log says, and the next one comes', async () => {
    const scene = await OutboxScene.open({ every: 60 });
    await scene.digest('C0DESK');
    await stopWorkspace(scene.db, 'T0ONE', 'token_revoked', scene.now());
    await scene.passNine({ hours: 8 });
    await resumeWorkspace(scene.db, 'T0ONE');
    await scene.pass({ hours: 18 });
    expect(await scene.slots()).toEqual(['C0DESK 02T09:00 missed late', 'C0DESK 03T09:00 said']);
    expect(scene.logged.filter((logged) => logged.includes('A digest was missed'))).toHaveLength(1);
  });
});

describe('a message Slack refuses', () => {
  test('is said plainly, once', async () => {
    const scene = await OutboxScene.open({
      fate: (_, text) => (text === 'Full' ? { kind: 'refused', error: 'invalid_blocks' } : null),
    });
    await scene.remind('C0DESK', { content: { message: line('Full'), plain: line('Plain') } });
    await scene.remind('C0HALL', { content: { message: line('Full'), plain: null } });
    await scene.pass({ minutes: 1 });
    expect(scene.said()).toEqual(['C0DESK: Plain']);
    expect(scene.slack.asked).toHaveLength(3);
    expect(await scene.posts()).toEqual(['C0DESK sent', 'C0HALL failed invalid_blocks']);
  });

  test('holds up no other, and neither does one that cannot be written', async () => {
    const scene = await OutboxScene.open({
      fate: (place) => (place === placeOf(1) ? { kind: 'refused', error: 'no_text' } : null),
      parts: (place) => {
        if (place === placeOf(0)) throw new Error('Poison');
        return null;
      },
    });
    await scene.digests(1_000);
    await scene.passNine({ seconds: 30 });
    expect(scene.said()).toHaveLength(998);
    expect(scene.slack.asked).toHaveLength(999);
    const [code] = scene.logged.flatMap(
      (logged) => /"code":"(\w+)".*Poison/.exec(logged)?.[1] ?? [],
    );
    expect((await scene.slots()).slice(0, 2)).toEqual([
      `${placeOf(0)} 02T09:00 failed code ${code}`,
      `${placeOf(1)} 02T09:00 failed no_text`,
    ]);
    expect(await scene.slots()).toHaveLength(1_000);
  });

  test.each(['is_archived', 'not_in_channel', 'restricted_action_read_only_channel'])(
    'for %s pauses the digest after one call, and tells whoever set it up once',
    async (error) => {
      let isShut = true;
      const scene = await OutboxScene.open({
        fate: (place) => (place === 'C0DESK' && isShut ? { kind: 'refused', error } : null),
        every: 60,
        parts: (place) => [line(`Digest ${place}`), line('Details')],
      });
      await scene.digest('C0DESK');
      await scene.passNine({ hours: 60 });
      expect(scene.slack.asked.filter(({ place }) => place === 'C0DESK')).toHaveLength(1);
      expect(scene.said()).toEqual([
        expect.stringMatching(/^D0SETTER: The digest of <#C0DESK> is paused/),
      ]);
      expect(await scene.slots()).toEqual([`C0DESK 02T09:00 failed ${error}`]);

      isShut = false;
      const asked = { by: 'U0SETTER', at: scene.now(), inputId: null, deed: 'digest' } as const;
      await resumeDigest(scene.db, { teamId: 'T0ONE', place: 'C0DESK' }, asked);
      await scene.pass({ hours: 24 });
      expect(scene.said().slice(0, 2)).toEqual([
        'D0SETTER: ' + scene.said()[0]?.slice(10),
        'C0DESK: Digest C0DESK',
      ]);
    },
  );

  test('because Summit is not in the workspace any more stops that workspace alone', async () => {
    let isGone = true;
    const scene = await OutboxScene.open({
      fate: (place) =>
        place === 'C0GONE' && isGone ? { kind: 'refused', error: 'token_revoked' } : null,
    });
    await scene.digest('C0GONE', 'T0GONE');
    await scene.digest('C0HERE', 'T0HERE');
    await scene.passNine({ hours: 1 });
    expect(scene.slack.asked.map(({ place }) => place).toSorted()).toEqual(['C0GONE', 'C0HERE']);
    isGone = false;
    await resumeWorkspace(scene.db, 'T0GONE');
    await scene.pass({ minutes: 1 });
    expect(scene.said()).toEqual(['C0HERE: Digest C0HERE', 'C0GONE: Digest C0GONE']);
  });
});

const WAIT_LONG = { kind: 'wait', milliseconds: 1_800_000 } as const;
const LATE = { kind: 'accepted late', brokenAfter: 10_000, after: 40_000 } as const;
const MUCH_LATER = { kind: 'accepted late', brokenAfter: 10_000, after: 100_000 } as const;
const NEVER_ANSWERED = { kind: 'accepted, never answered' } as const;

/** The first time it is said the connection breaks. */
function once(scene: OutboxScene, text: string): { readonly kind: 'accepted, then broken' } | null {
  const isThere = scene.slack.messages.some(({ message }) => message.text === text);
  return isThere ? null : { kind: 'accepted, then broken' };
}

function isFirst(scene: OutboxScene, place: string): boolean {
  return scene.slack.asked.filter((asked) => asked.place === place).length === 1;
}
