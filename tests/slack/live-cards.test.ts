import type { KnownBlock } from '@slack/types';
import { describe, expect, test, vi } from 'vitest';
import { DOORS } from '../support/thorough.ts';
import { atSlack, buttonCalled } from './at-slack.ts';
import { terminal } from '../terminal/run-terminal.ts';
import { cardScene, DESK, SOON } from './card-scene.ts';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';

/** Cards wait for quiet, so the tests wait side by side. */
describe.concurrent('a card that was shared', { timeout: 150_000 }, () => {
  test.for(DOORS)(
    'is for everyone, and a burst of ten edits makes it current with one notice (%s)',
    async (mode, { onTestFinished }) => {
      const scene = await cardScene(mode, onTestFinished);
      const { alice } = scene;
      const card = await scene.share('fentanyl');
      expect(card).toMatchObject({ ephemeralTo: null, threadTs: null, channelId: DESK });
      expect(labelsOf(card.blocks)).toEqual(['Update', 'Add source', 'History', 'Watch']);
      expect(card.text).not.toMatch(/Nothing is known here|ago/);

      for (let edit = 1; edit <= 10; edit += 1) {
        const day = `2026-01-${String(edit).padStart(2, '0')}`;
        await alice.say(`update fentanyl stalled on:${day} because edit ${edit} of ten`);
      }
      const [notice] = await scene.thread(card, 1);
      for (let edit = 1; edit <= 10; edit += 1) {
        expect(notice?.text).toContain(`edit ${edit} of ten`);
      }
      expect(notice?.text).toContain('alice: ⏳ Being carried out → No movement, 1 Jan 2026');
      expect(JSON.stringify(notice)).not.toContain(`<@${ALICE}>`);
      const now = scene.current(card);
      expect(now.text).toContain('edit 10 of ten');
      expect(now.editedAt).not.toBeNull();

      // A second notice proves that none was on its way in between.
      await alice.say('alias fentanyl = Chemical X');
      const [, second] = await scene.thread(card, 2);
      expect(second?.text).toBe('alice added the name “Chemical X”');
    },
  );

  test('tells once what was changed elsewhere while Summit was away', async ({
    onTestFinished,
  }) => {
    const scene = await cardScene('http', onTestFinished);
    const card = await scene.share('taiwan');
    await scene.crash();
    await scene.changeElsewhere('taiwan', '2026-01-01', 'Recorded while nobody looked.');
    await scene.start();
    const [notice] = await scene.thread(card, 1);
    expect(notice?.text).toMatch(/^tester: .*No movement, 1 Jan 2026.*Recorded while nobody/);
    expect(scene.current(card).text).toContain('Recorded while nobody looked.');

    await scene.crash();
    await scene.start();
    await scene.changeElsewhere('taiwan', '2026-01-02', 'Something new.');
    const [, second] = await scene.thread(card, 2);
    expect(second?.text).toContain('Something new.');
    expect(second?.text).not.toContain('Recorded while nobody looked.');
  });

  test('and then deleted is let go of, and others are kept', async ({ onTestFinished }) => {
    const scene = await cardScene('http', onTestFinished);
    const gone = await scene.share('fentanyl');
    const kept = await scene.share('fentanyl');
    const dropped = (): object[] =>
      scene
        .bot()
        .log()
        .filter(({ msg }) => /kept current no longer/.test(msg));
    scene.slack.workspace.remove(gone);
    await scene.alice.say('update fentanyl stalled because of this');
    await scene.thread(kept, 1);
    expect(dropped()).toMatchObject([{ level: 'info', error: 'message_not_found' }]);

    await scene.alice.say('update fentanyl agreed because of that');
    await scene.thread(kept, 2);
    expect(dropped().length).toBe(1);
  });

  test('is told again only what came after it, answers whoever presses a button alone, and says so when its issue was taken back', async ({
    onTestFinished,
  }) => {
    const scene = await cardScene('http', onTestFinished);
    await scene.alice.say('update fentanyl stalled because before sharing');
    const card = await scene.share('fentanyl');
    expect(card.text).toContain('before sharing');
    await scene.alice.say('update fentanyl agreed because after sharing');
    const [notice] = await scene.thread(card, 1);
    expect(notice?.text).toContain('after sharing');
    expect(notice?.text).not.toContain('before sharing');

    const shown = scene.current(card);
    const bob = atSlack(scene.slack, BOB);
    const place = { channelId: DESK, messageTs: card.ts };
    await bob.press(place, buttonCalled(shown.blocks, 'History'));
    const [history] = await vi.waitFor(() => {
      const seen = scene.seenAlone(BOB, DESK);
      expect(seen.length).toBe(1);
      return seen;
    }, SOON);
    expect(history?.text).toContain('History');
    await bob.press(place, buttonCalled(shown.blocks, 'Update'));
    expect((await bob.modal()).userId).toBe(BOB);
    expect(scene.current(card).text).toBe(shown.text);

    await scene.alice.say('add Seaweed subsidies');
    const added = await scene.share('seaweed');
    await scene.alice.say('undo');
    await vi.waitFor(() => expect(scene.current(added).text).toContain('was taken back'), SOON);
    expect(labelsOf(scene.current(added).blocks)).toEqual([]);
    await scene.thread(added, 0);
  });
});

describe.concurrent('where no card can be posted', { timeout: 150_000 }, () => {
  test('whoever shares is told what to do, at a terminal too, and then it works', async ({
    onTestFinished,
  }) => {
    const scene = await cardScene('http', onTestFinished);
    const { alice, slack, path } = scene;
    const { code, out } = await terminal(['share', 'fentanyl'], path);
    expect(out).toContain('type `/summit share fentanyl` there');
    expect(code).toBe(1);
    for (const channelId of ['C0PRESS', 'C0BACK']) {
      await alice.say('share fentanyl', channelId);
      const [refusal] = await vi.waitFor(() => {
        const said = scene.seenAlone(ALICE, channelId);
        expect(said.length).toBe(1);
        return said;
      }, SOON);
      expect(refusal?.text).toContain('/invite @Summit');
      const line = { userId: ALICE, channelId, text: '/invite @Summit' };
      expect(await slack.act('say', line)).toEqual({ ok: true });
      const place = { channelId, messageTs: refusal?.ts ?? '' };
      await alice.press(place, buttonCalled(refusal?.blocks ?? [], 'Share it now'));
      await vi.waitFor(() => expect(scene.cardsIn(channelId).length).toBe(1), SOON);
    }
    await alice.say('share fentanyl', 'D0ALICE');
    await vi.waitFor(() => expect(scene.cardsIn('D0ALICE').length).toBe(1), SOON);
  });
});

function labelsOf(blocks: readonly KnownBlock[]): string[] {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map((element) => (element.type === 'button' ? element.text.text : ''));
}
