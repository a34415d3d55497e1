import type { KnownBlock, View } from '@slack/types';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { type Pair, startOverHttp } from './bolt-bot.ts';
import { browserForTests, chromiumPath, SOON } from './page-browser.ts';
import { plain } from './page-samples.ts';

describe.skipIf(chromiumPath === null)('a window an app opens on the page', () => {
  const openPage = browserForTests();
  let pair: Pair | undefined;

  afterEach(async () => {
    await pair?.stop();
    pair = undefined;
  });

  const view: View = {
    type: 'modal',
    callback_id: 'note',
    title: plain('Add a note'),
    submit: plain('Keep it'),
    close: plain('Never mind'),
    blocks: [
      {
        type: 'input',
        block_id: 'words',
        label: plain('Note'),
        hint: plain('One sentence.'),
        element: { type: 'plain_text_input', action_id: 'typed' },
      },
    ],
  };

  test('says under the field what is wrong, and closes when it is right', async () => {
    const kept: unknown[] = [];
    pair = await startOverHttp((app) => {
      app.shortcut('look_up', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      app.view('note', async ({ ack, view: { state } }) => {
        const typed = state.values['words']?.['typed']?.value ?? '';
        if (typed === 'short') {
          await ack({ response_action: 'errors', errors: { words: 'Say a little more.' } });
          return;
        }
        kept.push(typed);
        await ack();
      });
    });
    const page = await openPage(pair.slack.url);
    await openWindow(page);
    const dialog = page.getByRole('dialog', { name: 'Add a note' });
    const field = dialog.getByRole('textbox', { name: 'Note' });
    await expect.poll(() => focused(page), SOON).toBe('INPUT');

    await page.keyboard.press('Enter');
    await dialog.getByText('Please complete this required field.').waitFor();
    await field.fill('short');
    await page.keyboard.press('Enter');
    await dialog.getByText('Say a little more.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('short');
    await field.fill('Long enough');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.count(), SOON).toBe(0);
    expect(kept).toEqual(['Long enough']);
  });

  test('keeps the focus inside and closes on Escape', async () => {
    pair = await startOverHttp((app) => {
      app.shortcut('look_up', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
    });
    const page = await openPage(pair.slack.url);
    await openWindow(page);
    for (let turn = 0; turn < 8; turn += 1) {
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate<boolean>(`document.activeElement.closest('dialog') !== null`),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count(), SOON).toBe(0);
  });

  test('redrawn by the app keeps what was typed, and goes back one step at a time', async () => {
    pair = await startOverHttp((app) => {
      app.shortcut('look_up', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: withButtons(view) });
      });
      app.action('more', async ({ ack, client, body }) => {
        await ack();
        if (body.type !== 'block_actions' || body.view === undefined) return;
        const more = { type: 'section' as const, text: plain('And more') };
        const blocks = [...withButtons(view).blocks, more];
        await client.views.update({ view_id: body.view.id, view: { ...view, blocks } });
      });
      app.action('next', async ({ ack, client, body }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        const next = { ...view, title: plain('Another step') };
        await client.views.push({ trigger_id: body.trigger_id, view: next });
      });
    });
    const page = await openPage(pair.slack.url);
    await openWindow(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Half a thought');
    await dialog.getByRole('button', { name: 'More', exact: true }).click();
    await dialog.getByText('And more').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Half a thought');
    await dialog.getByRole('button', { name: 'Next step' }).click();
    await dialog.getByRole('heading', { name: 'Another step' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByRole('heading', { name: 'Add a note' }).waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Half a thought');
  });

  test('opens from the menu that a message shows while one points at it', async () => {
    const quoted: string[] = [];
    pair = await startOverHttp((app) => {
      app.shortcut('keep', async ({ ack, client, shortcut }) => {
        await ack();
        if ('message' in shortcut) quoted.push(shortcut.message.text ?? '');
        await client.views.open({ trigger_id: shortcut.trigger_id, view });
      });
    });
    pair.slack.workspace.post({ channelId: 'C0DESK', userId: 'U0BOB', text: 'Worth keeping' });
    const page = await openPage(pair.slack.url);
    await page.locator('.message', { hasText: 'Worth keeping' }).hover();
    await page.getByRole('button', { name: 'Message shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Keep this' }).click();
    await page.getByRole('dialog', { name: 'Add a note' }).waitFor();
    expect(quoted).toEqual(['Worth keeping']);
  });
});

function withButtons(view: View): View & { type: 'modal' } {
  if (view.type !== 'modal') throw new Error('Only a window has buttons here');
  const button = (id: string, words: string) => ({
    type: 'button' as const,
    action_id: id,
    text: plain(words),
  });
  const buttons: KnownBlock = {
    type: 'actions',
    block_id: 'buttons',
    elements: [button('more', 'More'), button('next', 'Next step')],
  };
  return { ...view, blocks: [...view.blocks, buttons] };
}

async function openWindow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('menuitem', { name: 'Look up' }).click();
  await page.getByRole('dialog', { name: 'Add a note' }).waitFor();
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.tagName');
}
