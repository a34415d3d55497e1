import { describe, expect, test } from 'vitest';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { buttonCalled, buttonsOf } from './at-slack.ts';
import { type DigestScene, digestScene } from './digest-scene.ts';

/** Where Alice is alone with Summit. */
const ALONE = 'D0ALICE';

/** Real processes wait for real seconds, so the tests wait side by side. */
describe.concurrent('in direct messages', { timeout: 120_000 }, () => {
  test('news of a watched issue comes once it is quiet, and its button ends the watching', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('watch fentanyl');
    await scene.bob.say('update fentanyl agreed on:2023-11-27 because both sides say so');
    const news = await scene.passUntil(3, () => told(scene).at(0));
    expect(news.text).toMatch(/→ Agreed \(unsourced\), 27 Nov 2023\nboth sides say so\n/);
    expect(news.text).toContain('<@U0BOB> updated it');
    await press(scene, news, 'Unwatch');
    await scene.passUntil(1, () => answered(scene, /You watch .* no more/));
    await scene.bob.say('update fentanyl in talks because they began again');
    await scene.pass(8);
    expect(told(scene)).toHaveLength(1);
  });

  test('a reminder comes when it is due, and its buttons put it off', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('remind fentanyl in 2 minutes call the <Treasury> & Bob');
    const reminder = await scene.passUntil(4, () => told(scene).at(0));
    expect(reminder.text).toContain('Your note: call the &lt;Treasury&gt; &amp; Bob');
    expect(buttonsOf(reminder.blocks).map(({ label }) => label)).toEqual([
      'Snooze 1 day',
      'Snooze 1 week',
      'Status',
    ]);
    await press(scene, reminder, 'Snooze 1 day');
    await scene.passUntil(1, () =>
      answered(
        scene,
        /on Tue 28 Nov 2023, 09:00 \(Europe\/Brussels\).*\n.*call the &lt;Treasury&gt; &amp; Bob/,
      ),
    );
    scene.moveTo('2023-11-28T07:59:30Z');
    const again = await scene.passUntil(3, () => told(scene).at(1));
    expect(again.text).toContain('call the &lt;Treasury&gt; &amp; Bob');
    expect(again.text).not.toContain('late');
  });

  test('an owner is asked for an entry, opens the form, and is left alone once it is recorded', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('owner taiwan me');
    await scene.alice.say('remind taiwan every 3 days');
    scene.moveTo('2023-11-28T07:59:30Z');
    const asked = await scene.passUntil(3, () => told(scene).at(0));
    expect(asked.text).toMatch(
      /No entry on Military tensions over Taiwan for \d+ days\. Is it still/,
    );
    await press(scene, asked, 'Update');
    const form = await scene.alice.modal();
    expect(JSON.stringify(form.view)).toContain('Military tensions over Taiwan');

    await press(scene, asked, 'Snooze 3 days');
    await scene.passUntil(1, () => answered(scene, /before Fri 1 Dec 2023, 09:00/));
    await press(scene, asked, 'Still so');
    await scene.passUntil(1, () => answered(scene, /Nothing was recorded/));
    await press(scene, asked, 'Stop');
    await scene.passUntil(1, () => answered(scene, /Nobody will be asked about .* any more/));
  });

  test('what was due while Summit was away comes once, and says that it is late', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('remind fentanyl in 10 minutes');
    await scene.alice.say('remind taiwan in 12 minutes');
    await scene.crash();
    scene.moveTo('2023-11-27T11:30:00Z');
    await scene.start();
    await scene.passUntil(2, () => told(scene).length === 2);
    await scene.crash();
    await scene.start();
    await scene.pass(3);
    expect(told(scene).map(({ text }) => /This comes (.+) late/.exec(text)?.[1])).toEqual([
      '3 hours',
      '3 hours',
    ]);
  });
});

/** What Summit has said to Alice by itself. */
function told(scene: DigestScene): SandboxMessage[] {
  return scene.said(ALONE);
}

async function press(scene: DigestScene, message: SandboxMessage, label: string): Promise<void> {
  const place = { channelId: message.channelId, messageTs: message.ts };
  await scene.alice.press(place, buttonCalled(message.blocks, label));
}

/** The answer that only Alice sees. */
function answered({ alice }: DigestScene, words: RegExp): SandboxMessage | undefined {
  return alice.news().find(({ text }) => words.test(text));
}
