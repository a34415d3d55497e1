import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const WAIT_MS = 40_000;

/** How long to ask again until the page shows what was expected, on a slow machine too. */
export const SOON = { timeout: WAIT_MS };

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export type OpenPage = (url: string, look?: Look) => Promise<Page>;

/** The Chromium of this machine; where there is none, one line says that its tests are left out. */
export const chromiumPath = findChromium();

/** A browser for the tests of one group; each page it opens remembers nothing of the others, and is closed with its test. */
export function browserForTests(): OpenPage {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: FLAGS });
  });
  afterAll(async () => {
    await browser.close();
  });
  return async (url, { width = 1280, height = 800, colorScheme = 'light' } = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    onTestFinished(async () => context.close());
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(url);
    return page;
  };
}

/** How far the page sticks out to the right, in pixels. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}

/** What a person who cannot see the page would miss: nameless controls, images without words. */
export function unnamed(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('button, a[href], input, textarea, select, img, [role=button]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const labels = [...(element.labels ?? [])].map((label) => label.textContent);
        const words = element.tagName === 'IMG'
          ? [element.getAttribute('alt')]
          : [element.textContent, element.getAttribute('aria-label'), ...labels];
        return words.every((word) => !word || word.trim() === '');
      })
      .map((element) => element.outerHTML)
  `);
}

function findChromium(): string | null {
  const found = PLACES.find((place) => existsSync(place));
  if (found !== undefined) return found;
  console.log('No Chromium is installed (CHROMIUM=/path/to/it names one): its tests are left out.');
  return null;
}
