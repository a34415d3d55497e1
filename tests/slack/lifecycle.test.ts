import { describe, expect, test, vi } from 'vitest';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { exampleAgenda, put } from '../support/db.ts';
import { buttonCalled } from './at-slack.ts';
import { ALL_SCOPES, DESK, type DigestScene, digestScene } from './digest-scene.ts';

const DIRECT = 'D0ALICE';
const SOON = { timeout: 20_000, interval: 20 };

/** Real processes wait for real seconds, so the tests wait side by side. */
describe.concurrent('a channel with a digest', { timeout: 120_000 }, () => {
  test('that is archived has none until someone resumes it', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await typed(scene, '/archive');
    const [archived] = await told(scene, 1);
    expect(archived?.text).toContain('<#C0DESK> was archived, so its digest is paused.');
    await scene.pass(3);
    expect(scene.said(DESK)).toEqual([]);

    await typed(scene, '/unarchive');
    const [, offer] = await told(scene, 2);
    expect(offer?.text).toContain('is not archived any more');
    expect(offer?.text).toContain('/invite @Summit');
    await typed(scene, '/invite @Summit');
    const [, , back] = await told(scene, 3);
    expect(back?.text).toMatch(/Summit is in <#C0DESK> again.*Tue 28 Nov 2023, 08:01/s);
    expect(await stateOf(scene)).toEqual(['on', null]);

    // The offer's button does the same.
    await typed(scene, '/archive');
    await told(scene, 4);
    await typed(scene, '/unarchive');
    const second = (await told(scene, 5)).at(-1);
    const place = { channelId: DIRECT, messageTs: second?.ts ?? '' };
    await scene.alice.press(place, buttonCalled(second?.blocks ?? [], 'Resume'));
    await vi.waitFor(async () => expect(await stateOf(scene)).toEqual(['on', null]), SOON);
  });

  test('that Summit is removed from has none until it is invited again', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await typed(scene, '/remove @Summit', 'U0BOB');
    const [removed] = await told(scene, 1);
    expect(removed?.text).toContain('<@U0BOB> removed Summit from <#C0DESK>');
    expect(await stateOf(scene)).toEqual(['paused', 'channel_left']);
    await scene.pass(3);
    expect(scene.said(DESK)).toEqual([]);

    await typed(scene, '/invite @Summit', 'U0BOB');
    const [, back] = await told(scene, 2);
    expect(back?.text).toContain('its digest goes on');
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    scene.moveTo('2023-11-28T08:00:50Z');
    const digest = await scene.passUntil(3, () => scene.said(DESK)[0]);
    // What happened meanwhile is in it.
    expect(digest.text).toContain('No movement');
    await told(scene, 2);
  });

  test('keeps it under another name, and under another id', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await typed(scene, '/rename another-desk');
    expect(scene.slack.workspace.channel(DESK)?.name).toBe('another-desk');
    await moveDesk(scene);
    // It is shared with others by now, who see nothing until an admin says so.
    await scene.alice.say('ceiling CLEAR', 'C1DESK');
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    await scene.passUntil(5, () => scene.said('C1DESK')[0]);
    expect(await scene.read((db) => db.selectFrom('digests').select('place').execute())).toEqual([
      { place: 'C1DESK' },
    ]);
  });

  test('takes its agenda and its cards along, and the log vouches for it', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    const { dataset, ...agenda } = exampleAgenda();
    // By its id the one that is used where none was chosen.
    const other = { ...dataset, id: 'another-meeting', title: 'Another meeting' };
    await scene.read((db) => put(db, { ...agenda, dataset: other }));
    await scene.alice.say('agenda biden-xi-2023');
    await scene.alice.say('share fentanyl');
    const card = await vi.waitFor(async () => {
      const [kept] = await keptCards(scene);
      if (kept === undefined) throw new Error('No card is kept');
      return kept;
    }, SOON);
    await moveDesk(scene);
    await moveDesk(scene);
    await vi.waitFor(async () => {
      expect(await keptCards(scene)).toEqual([{ ...card, channel_id: 'C1DESK' }]);
    }, SOON);
    const [answer] = await scene.alice.say('agenda', 'C1DESK');
    expect(answer?.text).toContain('`biden-xi-2023` (this channel asks about this one)');

    const edited: unknown[] = [];
    scene.slack.disturb((method, { channel, ts }) => {
      if (method === 'chat.update') edited.push([channel, ts]);
      return null;
    });
    await scene.alice.say('update fentanyl stalled because of this', 'C1DESK');
    await scene.passUntil(2, () => edited.length > 0);
    expect(edited[0]).toEqual(['C1DESK', card.ts]);
    expect(await scene.read((db) => verifyRecord(db, null))).toMatchObject({ kind: 'whole' });
  });

  test('that can not be worked out any more is paused, and all it concerns are told once', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await scene.alice.say('digest me daily 08:01 UTC');
    // Whoever set it up may be gone by then.
    await scene.bob.say('digest pause');
    await scene.bob.say('digest resume');
    await scene.read((db) =>
      db
        .updateTable('digests')
        .set((row) => ({
          schedule: row.fn('replace', [
            'schedule',
            row.val('"UTC"'),
            row.val('"Atlantis/Capital"'),
          ]),
        }))
        .execute(),
    );
    await scene.passUntil(4, () => directTo(scene).length >= 2 && scene.said('D0BOB').length > 0);
    await scene.pass(4);
    const ofDesk = 'The digest of <#C0DESK> is paused, for when it comes next could not be';
    expect(directTo(scene).length).toBe(2);
    expect(textsOf(directTo(scene))).toContain(ofDesk);
    expect(textsOf(directTo(scene))).toMatch(/Your digest is paused.*digest me daily 09:00/s);
    expect(scene.said('D0BOB').length).toBe(1);
    expect(textsOf(scene.said('D0BOB'))).toContain(ofDesk);
    expect(scene.said(DESK)).toEqual([]);
  });

  test('that is deleted has none any more', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    scene.slack.workspace.removeChannel(DESK);
    const event = { type: 'channel_deleted', channel: DESK, event_ts: '1.1' };
    await scene.slack.tellBot('channel_deleted', event);
    const [deleted] = await told(scene, 1);
    expect(deleted?.text).toContain('was deleted. Its digest is off.');
    expect(await stateOf(scene)).toEqual(['off', null]);
  });

  test('that someone paused stays so when Summit is invited again, and a private one is followed alike, where Summit may know', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await scene.alice.say('digest pause');
    await typed(scene, '/remove @Summit');
    await typed(scene, '/invite @Summit');
    await scene.pass(1);
    expect(await stateOf(scene)).toEqual(['paused', null]);
    await told(scene, 0);

    await typed(scene, '/invite @Summit', 'U0ALICE', 'C0BACK');
    await scene.alice.say('digest daily 08:01 UTC', 'C0BACK');
    await typed(scene, '/remove @Summit', 'U0ALICE', 'C0BACK');
    await told(scene, 1);
    expect(await stateOf(scene, 'C0BACK')).toEqual(['paused', 'channel_left']);
  });

  test('that is private is found out about at the next digest, where it may not', async ({
    onTestFinished,
  }) => {
    const scopes = ALL_SCOPES.filter((scope) => !/^groups|history$/.test(scope)).concat(
      'im:history',
    );
    const scene = await digestScene(onTestFinished, { scopes });
    await typed(scene, '/invite @Summit', 'U0ALICE', 'C0BACK');
    await scene.alice.say('digest daily 08:01 UTC quiet:off', 'C0BACK');
    await typed(scene, '/remove @Summit', 'U0ALICE', 'C0BACK');
    const notice = await scene.passUntil(4, () => directTo(scene)[0]);
    expect(notice.text).toContain('The digest of <#C0BACK> is paused.');
    expect(await stateOf(scene, 'C0BACK')).toEqual(['paused', 'channel_not_found']);
    await scene.pass(3);
    await told(scene, 1);
  });
});

/** The desk's channel has another id, as when it is shared with another workspace. */
async function moveDesk({ slack }: DigestScene): Promise<void> {
  const { workspace } = slack;
  const desk = workspace.channel(DESK);
  if (desk !== undefined) {
    workspace.removeChannel(DESK);
    workspace.addChannel({ ...desk, id: 'C1DESK', kind: 'shared' });
  }
  await slack.tellBot('channel_id_changed', {
    type: 'channel_id_changed',
    old_channel_id: DESK,
    new_channel_id: 'C1DESK',
    event_ts: workspace.nextTs(),
  });
}

async function keptCards(
  scene: DigestScene,
): Promise<{ readonly channel_id: string; readonly ts: string }[]> {
  return scene.read((db) => db.selectFrom('live_cards').select(['channel_id', 'ts']).execute());
}

/** A line that Slack itself understands. */
async function typed(
  { slack }: DigestScene,
  text: string,
  userId = 'U0ALICE',
  channelId = DESK,
): Promise<void> {
  expect(await slack.act('say', { userId, channelId, text })).toEqual({ ok: true });
}

/** What Alice was told in her direct message. */
function directTo(scene: DigestScene): SandboxMessage[] {
  return scene.said(DIRECT);
}

function textsOf(messages: readonly SandboxMessage[]): string {
  return messages.map(({ text }) => text).join('\n');
}

/** The same, once it is so many messages. */
async function told(scene: DigestScene, count: number): Promise<SandboxMessage[]> {
  return vi.waitFor(() => {
    const all = directTo(scene);
    expect(all.length).toBe(count);
    return all;
  }, SOON);
}

async function stateOf(scene: DigestScene, place = DESK): Promise<[string, string | null]> {
  const { state, paused_because: because } = await scene.read((db) =>
    db
      .selectFrom('digests')
      .select(['state', 'paused_because'])
      .where('place', '=', place)
      .executeTakeFirstOrThrow(),
  );
  return [state, because];
}
