import { expect, test } from 'vitest';
import { FormTurns, type Redraw } from '../../src/slack/form-turns.ts';

/** A modal at Slack, which refuses to be drawn anew over another hash than its own. */
function modalAtSlack() {
  const shown: string[] = [];
  let hash = 'h0';
  let release: () => void = () => undefined;
  const draw =
    (words: string, slowly = false): Redraw =>
    async (over) => {
      if (slowly) {
        const { promise, resolve } = Promise.withResolvers<void>();
        release = resolve;
        await promise;
      }
      if (over !== hash) return null;
      shown.push(words);
      hash = `h${shown.length}`;
      return hash;
    };
  return { shown, draw, release: () => release(), moveOn: () => (hash = 'another') };
}

const change = (at: string, hash = 'h0') => ({ viewId: 'V1', hash, at });

test('of those that wait while one is drawn only the last is drawn, over the hash that came of it', async () => {
  const turns = new FormTurns();
  const modal = modalAtSlack();
  const first = turns.take(change('1.0'), modal.draw('one', true));
  await turns.take(change('2.0'), modal.draw('two'));
  await turns.take(change('3.0'), modal.draw('three'));
  modal.release();
  await first;
  expect(modal.shown).toEqual(['one', 'three']);
});

test('a change made before the modal was drawn anew is drawn over what came of that', async () => {
  const turns = new FormTurns();
  const modal = modalAtSlack();
  await turns.take(change('1.0'), modal.draw('one'));
  await turns.take(change('2.0', 'h1'), modal.draw('two'));
  await turns.take(change('3.0', 'h0'), modal.draw('three'));
  expect(modal.shown).toEqual(['one', 'two', 'three']);
});

test('an older change that comes late is left out, and the same one twice does no harm', async () => {
  const turns = new FormTurns();
  const modal = modalAtSlack();
  await turns.take(change('2.0'), modal.draw('two'));
  await turns.take(change('1.0'), modal.draw('one'));
  expect(modal.shown).toEqual(['two']);
});

test('what somebody else did to the modal is not drawn over, and a failure ends nothing', async () => {
  const turns = new FormTurns();
  const modal = modalAtSlack();
  modal.moveOn();
  await turns.take(change('1.0'), modal.draw('one'));
  expect(modal.shown).toEqual([]);
  const failing = turns.take(change('2.0'), async () => {
    throw new Error('Slack is away');
  });
  await expect(failing).rejects.toThrow('Slack is away');
  await turns.take(change('3.0', 'another'), modal.draw('three'));
  expect(modal.shown).toEqual(['three']);
});
