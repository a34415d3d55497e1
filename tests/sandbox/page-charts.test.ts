import { afterEach, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import type { DigestNews } from '../../src/agenda/digest.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { digestChart } from '../../src/messages/digest-chart.ts';
import { issue, news } from '../messages/digest-facts.ts';
import { MANIFEST } from './bolt-bot.ts';
import { browserForTests, chromiumPath, overflow } from './page-browser.ts';

describe.skipIf(chromiumPath === null)('charts on the page', () => {
  const openPage = browserForTests();
  let slack: SlackStandIn | undefined;

  afterEach(async () => {
    await slack?.stop();
    slack = undefined;
  });

  test('all ten statuses can be told apart and read, wide and narrow', async () => {
    slack = await startSlack({ manifest: MANIFEST });
    const counts: DigestNews['counts'] = new Map(STATUSES.map(({ key }, at) => [key, at + 1]));
    const issues = STATUSES.map(({ key }) => issue(key, key, { kind: 'new', from: null, to: key }));
    const chart = digestChart([news({ counts, issues })]);
    const page = await openPage(slack.url);
    slack.workspace.post({
      channelId: 'C0DESK',
      userId: 'U0SUMMIT',
      text: chart?.message.text ?? '',
      blocks: chart?.message.blocks ?? [],
    });
    await page.locator('figure.chart').nth(1).waitFor();
    expect(await page.evaluate<number>(COLOURS)).toBe(STATUSES.length);
    expect(await page.locator('figure.chart text').allTextContents()).toContain(
      'Being carried out: 6',
    );
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate<string[]>(OVERLAPS)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });
});

/** How many colours the slices have. */
const COLOURS = `new Set(
  [...document.querySelectorAll('figure.chart path')].map((path) => getComputedStyle(path).fill),
).size`;

/** Names whose boxes run into each other, or out of their picture. */
const OVERLAPS = `[...document.querySelectorAll('figure.chart svg')].flatMap((svg) => {
  const picture = svg.getBoundingClientRect();
  const names = [...svg.querySelectorAll('text')].filter(({ textContent }) => textContent !== '');
  return names.flatMap((name, at) => {
    const box = name.getBoundingClientRect();
    const sticksOut =
      box.left < picture.left - 1 || box.right > picture.right + 1 || box.bottom > picture.bottom + 1;
    const hit = names.slice(at + 1).filter((other) => {
      const its = other.getBoundingClientRect();
      const aside = box.right <= its.left || its.right <= box.left;
      return !aside && box.top < its.bottom - 2 && its.top < box.bottom - 2;
    });
    return [
      ...(sticksOut ? [name.textContent + ' sticks out'] : []),
      ...hit.map((other) => name.textContent + ' / ' + other.textContent),
    ];
  });
})`;
