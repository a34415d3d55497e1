import type { KnownBlock } from '@slack/types';
import { afterEach, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { MANIFEST, type Pair, startOverHttp } from './bolt-bot.ts';
import { browserForTests, chromiumPath, overflow, SOON, unnamed } from './page-browser.ts';
import { everyBlock, NEWER_BLOCKS, plain } from './page-samples.ts';

const DESK = { channelId: 'C0DESK', userId: 'U0SUMMIT' };

describe.skipIf(chromiumPath === null)('messages on the page', () => {
  const openPage = browserForTests();
  let pair: Pair | undefined;
  let slack: SlackStandIn | undefined;

  afterEach(async () => {
    await pair?.stop();
    await slack?.stop();
    pair = undefined;
    slack = undefined;
  });

  describe('blocks', () => {
    test('each kind is drawn, an unknown one as a box that names it', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      const blocks = [...everyBlock, ...NEWER_BLOCKS, { type: 'hologram' }] as KnownBlock[];
      pair.slack.workspace.post({ ...DESK, text: 'All of them', blocks });
      const drawn = page.locator('article.message').last().locator('.message-body > .blocks');
      await drawn.getByText('An ordinary section').waitFor();
      expect(await drawn.locator(':scope > *').count()).toBe(blocks.length);
      expect(await drawn.locator('.unknown').allTextContents()).toEqual([
        'A “hologram” block, which this page cannot draw',
      ]);

      const table = drawn.getByRole('region', { name: 'Table' }).first();
      expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Issue', 'Days']);
      expect(await table.getByRole('cell').allTextContents()).toEqual(['Fentanyl', '3']);
      expect(await drawn.locator('ol > li').allTextContents()).toEqual(['One', 'Two']);
      expect(await drawn.locator('svg[role=img]').count()).toBe(2);
      expect(await unnamed(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await overflow(page)).toBe(0);
    });

    test('a data table sorts by its heads and turns its pages', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      const number = (value: number) => ({ type: 'raw_number' as const, value, text: `${value}` });
      const name = (text: string) => ({ type: 'raw_text' as const, text });
      const rows = [9, 10, 2].map((value) => [name(`row ${value}`), number(value)]);
      pair.slack.workspace.post({
        ...DESK,
        text: 'Numbers',
        blocks: [
          {
            type: 'data_table',
            caption: 'Moves',
            page_size: 2,
            rows: [[name('Name'), name('Moves')], ...rows],
          },
        ],
      });
      const keys = page.getByRole('rowheader');
      await page.getByRole('button', { name: 'Moves' }).click();
      await expect.poll(() => keys.allTextContents(), SOON).toEqual(['row 2', 'row 9']);
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      await expect.poll(() => keys.allTextContents(), SOON).toEqual(['row 10']);
    });

    test('text cannot become markup, a link goes only to the web, a call to all is loud', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      pair.slack.workspace.post({
        ...DESK,
        text: '&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|press> <https://example.org/a?b&amp;c|fine> <!channel> &amp;amp;',
      });
      const text = page.locator('article.message .text').last();
      await text.waitFor();
      expect(await text.textContent()).toBe(
        '<img src=x onerror=alert(1)> press fine @channel &amp;',
      );
      expect(await text.locator('img').count()).toBe(0);
      expect(await text.locator('a').count()).toBe(1);
      const link = text.getByRole('link', { name: 'fine' });
      expect(await link.getAttribute('href')).toBe('https://example.org/a?b&c');
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
      expect(await text.locator('.broadcast').textContent()).toBe('@channel');
    });

    test('a choice in a select reaches the app with the state of the message', async () => {
      const pressed = Promise.withResolvers<unknown>();
      pair = await startOverHttp((app) => {
        app.action('pick', async ({ ack, body }) => {
          await ack();
          pressed.resolve(body);
        });
      });
      const page = await openPage(pair.slack.url);
      const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
      pair.slack.workspace.post({
        ...DESK,
        text: 'Pick one',
        blocks: [
          {
            type: 'actions',
            block_id: 'row',
            elements: [
              {
                type: 'static_select',
                action_id: 'pick',
                placeholder: plain('An issue'),
                options: [option('Taiwan'), option('Climate'), option('Fentanyl')],
              },
            ],
          },
        ],
      });
      await page.getByRole('button', { name: 'An issue' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('combobox', { name: 'Search An issue' }).waitFor();
      await page.keyboard.type('a');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'An issue: Climate' }).waitFor();
      const selected = { selected_option: { value: 'climate' } };
      expect(await pressed.promise).toMatchObject({
        actions: [{ block_id: 'row', action_id: 'pick', ...selected }],
        state: { values: { row: { pick: selected } } },
      });
    });

    test('a button that asks first sends nothing when the answer is no', async () => {
      const presses: string[] = [];
      pair = await startOverHttp((app) => {
        app.action('drop', async ({ ack }) => {
          await ack();
          presses.push('drop');
        });
      });
      const page = await openPage(pair.slack.url);
      const confirm = {
        title: plain('Drop it?'),
        text: plain('It is gone then.'),
        confirm: plain('Drop'),
        deny: plain('Keep'),
      };
      pair.slack.workspace.post({
        ...DESK,
        text: 'Drop?',
        blocks: [
          {
            type: 'actions',
            block_id: 'row',
            elements: [{ type: 'button', action_id: 'drop', text: plain('Drop this'), confirm }],
          },
        ],
      });
      await page.getByRole('button', { name: 'Drop this' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
      await expect.poll(() => page.getByRole('dialog').count(), SOON).toBe(0);
      await page.getByRole('button', { name: 'Drop this' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
      await expect.poll(() => presses, SOON).toEqual(['drop']);
    });
  });

  describe('a conversation', () => {
    test('a thread opens beside it, and what is said there counts as a reply', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      pair.slack.workspace.post({ ...DESK, userId: 'U0BOB', text: 'Anything new?' });
      const message = page.locator('main article.message').first();
      await message.hover();
      await message.getByRole('button', { name: 'Reply in thread' }).click();
      const thread = page.getByRole('complementary', { name: 'Thread' });
      await thread.getByRole('textbox').fill('Not yet');
      await page.keyboard.press('Enter');
      await thread.getByText('Not yet').waitFor();
      await message.getByRole('button', { name: '1 reply' }).waitFor();
      expect(await page.locator('main article.message').count()).toBe(1);

      await thread.getByRole('textbox').fill('/desk');
      await page.keyboard.press('Enter');
      await thread.locator('article').getByText('not supported in threads').waitFor();
      await message.getByRole('button', { name: '1 reply' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => thread.isVisible(), SOON).toBe(false);
    });

    test('what is new elsewhere is marked until it has been seen, for each person apart', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      await page.locator('.composer').first().waitFor();
      pair.slack.workspace.post({ channelId: 'C0PRESS', userId: 'U0CARLA', text: 'Hello?' });
      const press = page.locator('[data-channel=C0PRESS]');
      await press.getByRole('img', { name: 'unread' }).waitFor();
      await press.click();
      await page.getByText('Hello?').waitFor();
      await expect.poll(() => press.getByRole('img').count(), SOON).toBe(0);
      await page.locator('[data-channel=C0DESK]').click();
      await page.getByLabel('Acting as').selectOption('U0BOB');
      await press.getByRole('img', { name: 'unread' }).waitFor();
    });

    test('an edited message says so, and a removed one is gone', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      const { workspace } = pair.slack;
      const message = workspace.post({ ...DESK, text: 'Before' });
      const body = page.locator('main article.message .message-main');
      await body.getByText('Before').waitFor();
      workspace.edit(message, { text: 'After', blocks: [] });
      await expect.poll(() => body.textContent(), SOON).toMatch(/After\(edited\)$/);
      workspace.remove(message);
      await page.getByText('Nothing has been said here yet.').waitFor();
      expect(await body.count()).toBe(0);
    });

    test('what is asked while the app starts goes out once it is there', async () => {
      slack = await startSlack({ manifest: MANIFEST });
      const page = await openPage(slack.url);
      await page.getByText('Summit is starting…').waitFor();
      const box = page.locator('.composer textarea').first();
      await box.fill('Anyone there?');
      await box.press('Enter');
      await page.getByText('Your line goes out as soon as it is ready.').waitFor();
      expect(slack.workspace.messages).toEqual([]);
      slack.workspace.setBotOnline(true);
      await page.locator('main article.message').getByText('Anyone there?').waitFor();
      expect(await box.inputValue()).toBe('');
      expect(await page.locator('.banner').isVisible()).toBe(false);
    });

    test('an app that has gone is told of at once', async () => {
      pair = await startOverHttp(() => {});
      const page = await openPage(pair.slack.url);
      await page.locator('.composer').first().waitFor();
      expect(await page.locator('.banner').isVisible()).toBe(false);
      pair.slack.workspace.setBotOnline(false);
      await page.getByText('Summit is not running at the moment').waitFor();
    });
  });
});
