import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommands } from '../commands/index.ts';
import type { Db } from '../db/open.ts';
import { STATUSES } from '../src/agenda/status.ts';
import { readConfig } from '../src/config.ts';
import { type SlackStandIn, startSlack } from '../sandbox/slack.ts';
import { EVE } from './support/ask.ts';
import { codeOf } from './support/code-of.ts';
import { exampleDb } from './support/db.ts';
import { askSeen } from './support/seen.ts';
import { terminal } from './terminal/run-terminal.ts';

/** The pages people read are held against the product, so that what they tell to type can be typed. */

interface Page {
  readonly path: string;
  readonly text: string;
}

const pages: readonly Page[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...globSync('docs/**/*.md'),
  ...globSync('src/**/*.md'),
].map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const ci = readFileSync('.ci/run', 'utf8') + readFileSync('.ci/ask.ts', 'utf8');

describe('npm scripts', () => {
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run (?:--silent )?)?(start|test|[\w:-]+)\b/g)]
      .filter(([whole]) => /^npm (run|start|test)\b/.test(whole))
      .map((match) => ({ path, script: match[1] ?? '' })),
  );

  test('every one that a page names is there', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  test('every one is run before a change is taken in', () => {
    const alone = Object.keys(scripts).filter((script) => script !== 'check');
    const partsOfCheck = [...scripts.check.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, s]) => s);
    const run = alone.filter((script) => new RegExp(`['\\s]${script}(?![\\w:-])`).test(ci));
    expect(run).toEqual(alone);
    expect(partsOfCheck.filter((script) => !run.includes(script))).toEqual([]);
  });

  test('the tests are started as the README says', () => {
    const commands = ['npm ci && npm run sandbox', 'npm ci && npm test'];
    const [readme] = pages;
    for (const command of commands) expect(codeOf('sh', readme?.text)).toContain(command);
    expect(ci).toContain('npm ci && npm test');
  });
});

/** Who may say all that can be said. */
const ADMIN = {
  who: { id: 'U0ALICE', timeZone: 'America/Los_Angeles' },
  standing: 'workspace-admin',
  now: EVE,
} as const;

describe('what can be said', () => {
  let db: Db;

  beforeAll(async () => {
    db = await exampleDb();
  });

  const lines = new Set(
    pages.flatMap((page) => codeOf('text', page.text)).filter((line) => line.startsWith('/summit')),
  );

  test.each([...lines])('%s gets an answer', async (line) => {
    const reply = await askSeen(db, line.slice('/summit'.length).trim(), ADMIN);
    expect(reply.problem).toBeUndefined();
    expect(['match', 'other']).toContain(reply.outcome);
  });

  test.each(allCommands.map(({ name }) => name))('%s has an example in the guide', (name) => {
    const shown = [...lines].some((line) => new RegExp(`^/summit ${name}\\b`).test(line));
    expect(shown).toBe(true);
  });

  test.each(allCommands.flatMap(({ examples }) => examples))(
    'the example %s in the help gets an answer',
    async (example) => {
      const reply = await askSeen(db, example, ADMIN);
      expect(reply.problem).toBeUndefined();
      expect(['match', 'other']).toContain(reply.outcome);
    },
  );

  test('the guide explains the statuses by their own names', () => {
    const guide = pages.find(({ path }) => path === 'docs/user-guide.md')?.text ?? '';
    for (const { key, label, emoji } of STATUSES)
      expect(guide).toContain(`| ${emoji} ${label} | \`${key}\` |`);
  });
});

describe('what can be typed in a terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'summit-docs-'));
  let slack: SlackStandIn;

  beforeAll(async () => {
    slack = await startSlack();
  });
  afterAll(async () => {
    await slack.stop();
    rmSync(folder, { recursive: true });
  });

  test('every line of the pages works, in their order', async () => {
    const said = pages
      .flatMap((page) => codeOf('sh', page.text))
      .flatMap((line) => {
        const typed = /^(?:DATABASE_URL=sqlite:(\S+) )?npm run --silent summit -- ([^>]*)/.exec(
          line,
        );
        return typed === null ? [] : [{ record: typed[1] ?? 'summit.db', words: typed[2] ?? '' }];
      });
    expect(said.length).toBeGreaterThan(3);
    const first = { record: 'summit.db', words: 'import examples/biden-xi-2023.json' };
    const lines = new Map([first, ...said].map((line) => [JSON.stringify(line), line]));
    for (const { record, words } of lines.values()) {
      const typed = words.trim().split(' ');
      const here = typed.map((word) => (word.endsWith('.db') ? join(folder, word) : word));
      expect(await inTerminal(here, join(folder, record)), words).not.toMatch(
        /No issue answers to|Nothing in the record/,
      );
    }
  });

  async function inTerminal(words: readonly string[], record: string): Promise<string> {
    const env = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    };
    const { out, code } = await terminal(words, record, { env });
    expect(code, words.join(' ')).toBe(0);
    return out;
  }
});

describe('what the pages point to', () => {
  test('every link leads somewhere', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^https?:/.test(target) && !leadsSomewhere(path, target))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('every file and folder they name is there', () => {
    const rooms = 'commands|db|src|sandbox|bench|tests|docs|examples|\\.ci';
    const missing = pages.flatMap(({ path, text }) =>
      [...text.matchAll(new RegExp(`(?:^|[\`\\s])((?:${rooms})/[\\w./*-]*)`, 'gm'))]
        .map((match) => match[1] ?? '')
        .filter((name) => globSync(name.replace(/[.]$/, '')).length === 0)
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('the line that makes a key for tokens makes one', () => {
    const operations = pages.find(({ path }) => path === 'docs/operations.md');
    const line = codeOf('sh', operations?.text).find((one) => one.startsWith('node -p')) ?? '';
    const key = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(key).toMatch(/^a:[A-Za-z0-9+/]{43}=\n$/);
    expect(JSON.stringify(readConfig({ SLACK_CLIENT_ID: '1.2' }))).toContain(
      JSON.stringify(line).slice(1, -1),
    );
  });

  test('the README, .env.example and the code know the same variables', () => {
    const config = readFileSync('src/config.ts', 'utf8');
    const known = unique(config.matchAll(/valueOf\('(\w+)'\)/g));
    const table = unique(readFileSync('README.md', 'utf8').matchAll(/^\| (`[A-Z].*?) \|/gm))
      .flatMap((cell) => cell.split(', '))
      .map((name) => name.replaceAll('`', ''));
    const example = unique(readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z_]+)=/gm));
    expect(table.toSorted()).toEqual(known);
    expect(example).toEqual(known);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(path)) return false;
  return anchor === undefined || anchors(readFileSync(path, 'utf8')).includes(anchor);
}

/** The names GitHub gives to headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function unique(matches: Iterable<RegExpExecArray>): string[] {
  return [...new Set([...matches].map((match) => match[1] ?? ''))].toSorted();
}
