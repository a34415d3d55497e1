import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForTests, chromiumPath, overflow, SOON, unnamed } from './page-browser.ts';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

describe.skipIf(chromiumPath === null)('the sandbox page', () => {
  const openPage = browserForTests();
  describe('from the eve to the day after', () => {
    const sandbox = runSandbox();

    test('answers what someone types, and only to them', async () => {
      const page = await openPage(sandbox.url());
      await say(page, '/summit status fentanyl');
      const answer = lastMessage(page);
      await answer.getByText('Only visible to you').waitFor();
      expect(await answer.textContent()).toContain('Agreed in principle');
      expect(await answer.locator('.in-reply').textContent()).toBe('/summit status fentanyl');
      expect(await page.locator('.composer textarea').first().inputValue()).toBe('');

      await page.getByLabel('Acting as').selectOption('U0BOB');
      await page.getByText('Tokyo time').waitFor();
      await expect.poll(() => page.locator('article.message').count(), SOON).toBe(0);
    });

    test('a choice answers in place of the question', async () => {
      const page = await openPage(sandbox.url());
      await say(page, '/summit status hotline');
      const answer = lastMessage(page);
      await answer.getByRole('button', { name: /phone line/ }).waitFor();
      const before = await page.locator('article.message').count();
      await answer.getByRole('button', { name: /phone line/ }).click();
      await lastMessage(page).getByText('Proposed').first().waitFor();
      expect(await page.locator('article.message').count()).toBe(before);
    });

    test('the plain text that screen readers get is one press away', async () => {
      const page = await openPage(sandbox.url());
      await say(page, '/summit status taiwan');
      const answer = lastMessage(page);
      await answer.hover();
      await answer.getByRole('button', { name: 'Show as plain text' }).click();
      expect(await answer.locator('.plain-text').textContent()).toContain('Taiwan');
      expect(await answer.locator('.blocks').isVisible()).toBe(false);
      const heard = page.locator('[aria-live=polite]').first();
      expect(await heard.textContent()).toContain('Summit: ');
    });

    test('a slash offers the commands, and all of it works without a mouse', async () => {
      const page = await openPage(sandbox.url());
      await page.locator('[data-channel=C0DESK]').click();
      await page.keyboard.type('/');
      const offered = page.getByRole('option', { name: /\/summit/ });
      await offered.waitFor();
      expect(await offered.getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('Tab');
      await page.keyboard.type('status hotline');
      await page.keyboard.press('Enter');
      await lastMessage(page)
        .getByRole('button', { name: /Military/ })
        .waitFor();

      await page.keyboard.press('ArrowUp');
      const box = page.locator('.composer textarea').first();
      expect(await box.inputValue()).toBe('/summit status hotline');
      await page.keyboard.press('ArrowDown');
      expect(await box.inputValue()).toBe('');

      await tabBackTo(page, /Military/);
      await page.keyboard.press('Enter');
      await lastMessage(page).getByText('Suspended').first().waitFor();
    });

    test('a guest sees only their own channels', async () => {
      const page = await openPage(sandbox.url());
      await page.getByLabel('Acting as').selectOption('U0CARLA');
      await page.getByText('sees only their channels').waitFor();
      const names = await page.locator('[data-channel] .channel-name').allTextContents();
      expect(names).toEqual(['press', 'Summit']);
    });

    test('the Home tab shows what the app published', async () => {
      const page = await openPage(sandbox.url());
      await page.getByRole('button', { name: 'Summit', exact: true }).click();
      await page.getByRole('button', { name: 'Home', exact: true }).click();
      const home = page.getByRole('region', { name: 'Home' });
      await expect.poll(() => home.textContent(), SOON).toContain('Ask about an issue');
    });

    test('nothing sticks out of a phone, a small window or a wide one', async () => {
      const page = await openPage(sandbox.url());
      await say(page, '/summit status');
      await lastMessage(page).getByRole('table').waitFor();
      for (const width of [360, 700, 1600]) {
        await page.setViewportSize({ width, height: 740 });
        expect([width, await overflow(page)]).toEqual([width, 0]);
      }
    });

    test('on a phone the channels open as a drawer', async () => {
      const page = await openPage(sandbox.url(), { width: 360, height: 740 });
      const press = page.getByRole('button', { name: 'press', exact: true });
      await page.getByRole('button', { name: 'Channels' }).click();
      await press.click();
      await page.getByRole('heading', { name: /press/ }).waitFor();
      await expect.poll(() => press.isVisible(), SOON).toBe(false);
    });

    test('everything that can be pressed has a name', async () => {
      const page = await openPage(sandbox.url());
      await say(page, '/summit status fentanyl');
      await lastMessage(page).getByText('Agreed in principle').first().waitFor();
      expect(await unnamed(page)).toEqual([]);
    });

    test('the gallery draws every message, and finds one by its words', async () => {
      const page = await openPage(`${sandbox.url()}/gallery`, { width: 360, height: 740 });
      await page.locator('.piece').first().waitFor();
      const all = await page.locator('.piece').count();
      expect(await page.locator('.unknown').count()).toBe(0);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await unnamed(page)).toEqual([]);

      await page.getByLabel('Filter the messages').fill('hotline');
      await expect.poll(() => page.locator('.piece:visible').count(), SOON).toBeLessThan(all);
      await page.locator('.piece:visible .typed').first().click();
      const box = page.locator('.composer textarea').first();
      await expect.poll(() => box.inputValue(), SOON).toContain('/summit ');
    });

    test('the next day moves the statuses', async () => {
      const page = await openPage(sandbox.url());
      await page.getByText('Tuesday 14 November 2023, eve of the meeting').waitFor();
      await say(page, '/summit status fentanyl');
      await lastMessage(page).getByText('Agreed in principle').first().waitFor();

      await page.getByRole('button', { name: 'Next day', exact: true }).click();
      await page.getByText(/^15 Nov 2023: \d+ entries recorded\. Ask again/).waitFor();
      await page.getByText('Wednesday 15 November 2023, day of the meeting').waitFor();

      await say(page, '/summit status fentanyl');
      const answer = lastMessage(page).locator('.blocks');
      await answer.getByText('since 15 Nov 2023').waitFor();
      expect(await answer.textContent()).toMatch(/Agreed\s+since 15 Nov 2023/);
    });

    test('the Home tab moves with the day, and takes no messages', async () => {
      const page = await openPage(sandbox.url());
      await page.getByRole('button', { name: 'Summit', exact: true }).click();
      await page.getByRole('button', { name: 'Home', exact: true }).click();
      const home = page.getByRole('region', { name: 'Home' });
      await home.getByText('Where things stand on 15 Nov 2023').waitFor();
      await page.getByRole('button', { name: 'Next day', exact: true }).click();
      await home.getByText('Where things stand on 16 Nov 2023').waitFor();
      expect(await page.locator('.composer:visible, .hints:visible').count()).toBe(0);
    });

    test('the last news is said to be the last', async () => {
      const page = await openPage(sandbox.url());
      const news = page.getByRole('button', { name: 'Next news' });
      await page.locator('.day').waitFor();
      for (let turn = 0; turn < 80; turn += 1) {
        if ((await news.getAttribute('aria-disabled')) === 'true') break;
        const on = /^On to (.+)$/.exec((await news.getAttribute('title')) ?? '')?.[1];
        await news.click();
        // The day is there before all that comes with it is.
        await page.getByText(`${on}: `).waitFor();
      }
      expect(await news.getAttribute('aria-disabled')).toBe('true');
      await page.getByText('The example ends here').waitFor();
    });
  });

  describe('with a digest', () => {
    const sandbox = runSandbox();

    test('the next one can be gone on to once it is set up, and comes when it is due', async () => {
      const page = await openPage(sandbox.url());
      await page.getByText('06:00 Los Angeles · 15:00 Brussels').waitFor();
      const button = page.getByRole('button', { name: 'Next digest' });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.press('Enter');
      await page.getByRole('status').getByText('No digest is set up yet.').waitFor();

      await page.locator('[data-channel=C0DESK]').click();
      // Of one issue, so that its messages, each of which keeps the pace, are few.
      await say(page, '/summit digest daily 08:30 only:fentanyl');
      await expect.poll(() => button.getAttribute('aria-disabled'), SOON).toBe('false');
      expect(await button.getAttribute('title')).toBe(
        'On to the digest of #summit-desk, 15 Nov 2023, 08:30 Brussels',
      );
      await button.click();
      await page.getByText('15 Nov 2023, 08:30 Brussels: the digest of #summit-desk').waitFor();
      await page.getByText(/^23:3\d Los Angeles · 08:3\d Brussels$/).waitFor();
      const digest = lastMessage(page);
      await digest.getByText('What changed').first().waitFor();
      expect(await timeOf(digest)).toBe('08:30');
    });

    test('the next day does not jump over one, nor over a reminder', async () => {
      const page = await openPage(sandbox.url());
      await page.locator('[data-channel=C0DESK]').click();
      await say(page, '/summit remind taiwan in 1 hour call the ministry');
      // From late on the 14th in California to the morning of the 15th, and to that of the 16th.
      await page.getByRole('button', { name: 'Next day', exact: true }).click();
      await page.getByText(/^15 Nov 2023: \d+ entries recorded/).waitFor();
      const digests = page.locator('main article.message', { hasText: 'What changed' });
      const before = await digests.count();
      await page.getByRole('button', { name: 'Next day', exact: true }).click();
      await page.getByText(/^16 Nov 2023: \d+ entr(y|ies) recorded/).waitFor();
      expect(await digests.count()).toBe(before + 1);
      expect(await timeOf(digests.last())).toBe('08:30');
      expect(await digests.last().textContent()).not.toContain('not running');

      await page.locator('[data-channel=D0ALICE]').click();
      const reminder = page.locator('main article.message', { hasText: 'Reminder: ' });
      await reminder.getByText('Your note: call the ministry', { exact: true }).waitFor();
      expect(await timeOf(reminder)).toMatch(/^09:3\d$/);
    });
  });
});

/** What stands beside the name of whoever wrote it. */
async function timeOf(message: Locator): Promise<string | null> {
  return message.locator('time').first().textContent();
}

/** The sandbox as `npm run sandbox` starts it, on a free port, for the tests of one group. */
function runSandbox(): { url(): string } {
  let child: ChildProcess;
  let url = '';
  beforeAll(async () => {
    child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, SANDBOX_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout === null) throw new Error('The sandbox has no output to read');
    for await (const line of createInterface({ input: child.stdout })) {
      url = /http:\/\/localhost:\d+/.exec(line)?.[0] ?? '';
      if (url !== '') break;
    }
    expect(url).not.toBe('');
  });
  afterAll(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  return { url: () => url };
}

/** Types a line, sends it and waits for the next message. */
async function say(page: Page, line: string): Promise<void> {
  const box = page.locator('.composer textarea').first();
  await box.waitFor();
  const before = await page.locator('article.message').count();
  await box.fill(line);
  await box.press('Enter');
  await expect.poll(() => page.locator('article.message').count(), SOON).toBeGreaterThan(before);
}

function lastMessage(page: Page): Locator {
  return page.locator('main article.message').last();
}

async function tabBackTo(page: Page, name: RegExp): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    await page.keyboard.press('Shift+Tab');
    const words = await page.evaluate<string>('document.activeElement.textContent');
    const tag = await page.evaluate<string>('document.activeElement.tagName');
    if (tag === 'BUTTON' && name.test(words)) return;
  }
  throw new Error(`No button ${name} can be reached by the keyboard`);
}
