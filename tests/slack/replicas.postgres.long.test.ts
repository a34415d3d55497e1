import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { atSlack } from './at-slack.ts';
import { DESK } from './digest-scene.ts';
import { digestsIn, type ReplicaScene, replicaScene } from './replica-scene.ts';
import { overHttp, overSocket, seeded, type Send, storm, updates } from './storm.ts';
import { findingsAfter } from './storm-record.ts';

const SOON = { timeout: 60_000, interval: 50 };
const WELL = { lost: [], torn: [], repeated: [], changed: [] };
const BEGINNING = { seq: 0, hash: '' };

test('a card that several replicas keep is there once, and shows the last state though an older one comes late', async ({
  onTestFinished,
}) => {
  const { slack, bots, url, now, moveTo } = await replicaScene(onTestFinished);
  slack.deliverTo(`${await bots[0]?.address}/slack/events`);
  const alice = atSlack(slack, 'U0ALICE', DESK);
  const db = await openDatabase(url);
  onTestFinished(() => closeDatabase(db));
  const toldLine = async (): Promise<number> =>
    (await db.selectFrom('live_cards').select('told_line').executeTakeFirst())?.told_line ?? 0;
  await alice.say('share fentanyl');
  await vi.waitFor(async () => expect(await toldLine()).toBeGreaterThan(0), SOON);
  const before = await toldLine();

  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  let held = 0;
  slack.disturb((method) => {
    if (method !== 'chat.update') return null;
    held += 1;
    return held === 1 ? { kind: 'held', until } : null;
  });
  await alice.say('update fentanyl stalled because this is the older');
  moveTo(now().add({ seconds: 6 }));
  await vi.waitFor(() => expect(held).toBeGreaterThan(0), SOON);
  await alice.say('update fentanyl agreed because this is the newer');
  const change = await db
    .selectFrom('audit_lines')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirstOrThrow();
  moveTo(now().add({ seconds: 6 }));
  await vi.waitFor(async () => expect(await toldLine()).toBe(change.seq), SOON);
  expect(change.seq).toBeGreaterThan(before);
  const shown = (): string => digestsIn(slack).join('\n');
  expect(shown()).toContain('this is the newer');

  const edits = held;
  release();
  await vi.waitFor(() => expect(held).toBeGreaterThan(edits), SOON);
  await vi.waitFor(() => expect(shown()).toContain('this is the newer'), SOON);
  expect(digestsIn(slack).length).toBe(1);
  const notices = slack.workspace.messages.filter(({ threadTs }) => threadTs !== null);
  expect(new Set(notices.map(({ text }) => text)).size).toBe(notices.length);
});

test('several replicas over Socket Mode do once what is typed, and say a digest once', async ({
  onTestFinished,
}) => {
  const scene = await replicaScene(onTestFinished, 'socket');
  const { slack, bots, url, now, moveTo } = scene;
  const send = overSockets(scene);
  expect(slack.socketMode.connections).toBe(bots.length);
  const alice = atSlack(slack, 'U0ALICE', DESK);
  await alice.say('digest daily 09:00 Europe/Brussels quiet:off');
  const after = await storm(send, updates('sockets', seeded(1)), (answered) => answered >= 200);
  expect(after).toMatchObject({ refused: [], unanswered: [] });
  expect(await findingsAfter(url, after, { send, before: BEGINNING })).toMatchObject(WELL);

  moveTo(now().toZonedDateTimeISO('Europe/Brussels').with({ hour: 9 }).toInstant());
  await vi.waitFor(() => {
    moveTo(now().add({ seconds: 1 }));
    expect(digestsIn(slack).length).toBe(1);
  }, SOON);
  for (const bot of bots.toReversed()) expect(await scene.stop(bot)).toBe(0);
  expect(digestsIn(slack).length).toBe(1);
});

test.for(['http', 'socket'] as const)(
  'replicas are replaced one after another while people type (%s): everyone is answered, and all of it is there once',
  async (mode, { onTestFinished }) => {
    const scene = await replicaScene(onTestFinished, mode);
    const { bots, url } = scene;
    const send = mode === 'http' ? overAll(scene) : overSockets(scene);
    let isOver = false;
    const working = storm(
      send,
      updates(`rolling.${mode}`, seeded(1)),
      (answered) => isOver && answered > 100,
    );
    for (const old of bots.toReversed()) {
      await scene.start();
      expect(await scene.stop(old)).toBe(0);
    }
    isOver = true;
    const after = await working;
    expect(after).toMatchObject({ refused: [], unanswered: [] });
    expect(await findingsAfter(url, after, { send, before: BEGINNING })).toMatchObject(WELL);
    const failures = bots.flatMap((bot) => bot.log()).filter(({ level }) => level === 'error');
    expect(failures).toEqual([]);
  },
);

/** To one replica after the other, as whatever stands before them does when one answers no more. */
function overAll({ bots, slack }: ReplicaScene): Send {
  const wires = new Map<string, Send>();
  let turn = 0;
  return again(async (update) => {
    turn += 1;
    const address = await bots[turn % bots.length]?.address;
    const events = `${address}/slack/events`;
    const wire = wires.get(events) ?? overHttp(events, slack.signingSecret).send;
    wires.set(events, wire);
    return wire(update);
  });
}

function overSockets({ slack }: ReplicaScene): Send {
  return again(overSocket(slack.socketMode, new Promise(() => {})));
}

/** The very same is sent again when there was no answer; what was made then counts as acknowledged. */
function again(send: Send): Send {
  return async (update) => {
    const first = await send(update);
    if (first !== null) return first;
    for (let tries = 0; tries < 100; tries += 1) {
      await pause(50);
      const answer = await send(update);
      if (answer?.startsWith('That was recorded already.') === true) {
        return `Recorded for ${update.note}`;
      }
      if (answer !== null) return answer;
    }
    return null;
  };
}
