import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom. Anything else, a package included, is a mistake. The first room that fits a file is its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/agenda': [],
  'src/access': ['src/agenda'],
  'src/metrics': ['db', 'prom-client'],
  'src/traces': ['pino', '@opentelemetry'],
  'src/messages': ['src/access', 'src/agenda', '@slack/types'],
  'src/changes': [
    'src/access',
    'src/agenda',
    'src/traces/in-span.ts',
    'db',
    'zod',
    '@streamparser/json',
    'node:',
  ],
  'src/digests': [
    'src/agenda',
    'src/messages',
    'src/changes',
    'src/traces/in-span.ts',
    'db',
    'pino',
    'node:',
  ],
  'src/slack': [
    'src/access',
    'src/agenda',
    'src/messages',
    'src/changes',
    'src/digests',
    'src/metrics',
    'src/traces/in-span.ts',
    'commands',
    'db',
    'src/config.ts',
    '@slack/bolt',
    '@slack/socket-mode',
    '@slack/types',
    '@slack/web-api',
    'pino',
    'node:',
  ],
  'db/migrations': ['kysely'],
  db: ['db/migrations', 'src/access', 'src/agenda', 'kysely', 'better-sqlite3', 'pg', 'node:'],
  commands: ['src/access', 'src/agenda', 'src/messages', 'src/changes', 'src/digests', 'db'],
};

/** `src/*.ts`, where everything is wired: any room, but neither what stands around the product nor the rooms' own packages. */
const WIRING = 'src';
const WIRING_MAY_IMPORT = ['src', ...Object.keys(MAY_IMPORT), 'pino', 'zod', 'node:'];

/** Longer than a page of code should be, each for a reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'db/migrations/0001-record.ts': 'a migration is written once and then never touched',
};
const LINES_A_FILE = 350;

/** Imports of types, which are gone when the code runs, and of what is loaded later. */
const NOT_AT_ONCE = /^import type [^;]*;|\bimport\('[^']+'\)/gm;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The code alone: no comments. */
  readonly code: string;
}

const everything = globSync('{commands,db,src,sandbox,bench,tests,.ci}/**/*.{ts,js}')
  .toSorted()
  .map(readSource);
const product = everything.filter(({ path }) => /^(commands|db|src)\//.test(path));

describe('who may import whom', () => {
  test('every import is one the table of rooms allows', () => {
    expect(product.flatMap(forbiddenImports)).toEqual([]);
  });

  test('@slack/types is only ever imported for its types', () => {
    const values = everything.filter(({ code }) =>
      /^import (?!type\b)[^;]*'@slack\/types'/m.test(code),
    );
    expect(paths(values)).toEqual([]);
  });

  test('what counts and what traces is loaded by nothing but those who were asked for it', () => {
    const loaded = new Set<string>();
    const toLoad = ['src/summit.ts', 'src/unasked-thread.ts', 'src/terminal/run-words.ts'];
    for (let path = toLoad.pop(); path !== undefined; path = toLoad.pop()) {
      if (loaded.has(path)) continue;
      loaded.add(path);
      const { code } = product.find((file) => file.path === path) ?? { code: '' };
      toLoad.push(...importsOf({ path, text: code, code: code.replaceAll(NOT_AT_ONCE, '') }));
    }
    expect(loaded).toContain('@slack/bolt');
    expect([...loaded].filter((name) => /^(prom-client|@opentelemetry\/)/.test(name))).toEqual([]);
  });

  test('every package that is imported is in package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const inProduct = unlisted(product, dependencies);
    const anywhere = unlisted(everything, { ...dependencies, ...devDependencies });
    expect([...inProduct, ...anywhere].filter((name) => name !== '@slack/types')).toEqual([]);
  });
});

describe('what belongs to one room alone', () => {
  test('SQL stays in db', () => {
    const sql = /\b(selectFrom|insertInto|updateTable|deleteFrom|createTable)\(|\bsql`|\.prepare\(/;
    const outside = everything.filter(({ path }) => /^(commands|src|sandbox)\//.test(path));
    expect(paths(outside.filter(({ code }) => sql.test(code)))).toEqual([]);
  });

  test('transactions are opened in src/changes, by the migrations, and for a write that stands alone', () => {
    const opening = product.filter(({ code }) => /\.(startTransaction|transaction)\(/.test(code));
    const elsewhere = paths(opening).filter(
      (path) => !/^(src\/changes\/|db\/(migrate|sqlite)\.ts$)/.test(path),
    );
    expect(elsewhere).toEqual([]);
  });

  test('time enters as an argument: no clock is read by what decides, records or answers', () => {
    const clock = /\bDate\.now\(|\bnew Date\(\)|\bTemporal\.Now\b|\bperformance\.now\(/;
    const rooms = /^(commands|db|src\/(agenda|messages|changes))\//;
    const readers = product.filter(({ path, code }) => rooms.test(path) && clock.test(code));
    expect(paths(readers)).toEqual([]);
  });

  test('only the four doors catch what they did not expect', () => {
    const silent = product.filter(({ code }) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(code));
    expect(paths(silent)).toEqual([]);
  });
});

describe('commands', () => {
  test('every command file is in the registry', () => {
    const registry = readSource('commands/index.ts');
    const registered = importsOf(registry);
    const commands = product.filter(
      ({ path, code }) =>
        path.startsWith('commands/') && /^export const \w+: Command\b/m.test(code),
    );
    expect(commands.length).toBeGreaterThan(0);
    expect(paths(commands).filter((path) => !registered.includes(path))).toEqual([]);
  });

  test('the word of every command is typed in a test', () => {
    const typed = globSync('tests/commands/*.test.ts')
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const untyped = commandNames().filter((name) => !new RegExp(`['\`]${name}[ '\`]`).test(typed));
    expect(untyped).toEqual([]);
  });
});

describe('names and sizes', () => {
  test('files are in kebab-case and none is a drawer for leftovers', () => {
    const odd = paths(everything).filter(
      (path) =>
        /\b(utils?|helpers?|common|misc|shared)\b/.test(path) ||
        !/^[.a-z0-9/-]+(\.long)?(\.test)?\.(ts|js)$/.test(path),
    );
    expect(odd).toEqual([]);
  });

  test('nothing is called a service, a manager, or said to handle or process something', () => {
    const vague =
      /^export (async )?(function|const|class|interface|type) ((handle|process)[A-Z]\w*|\w+(Service|Manager|Helper|Utils?))\b/m;
    expect(paths(everything.filter(({ code }) => vague.test(code)))).toEqual([]);
  });

  test('there are no default exports', () => {
    const byDefault = everything.filter(({ code }) => /^export default\b/m.test(code));
    expect(paths(byDefault)).toEqual([]);
  });

  test('no work is left for later in a comment', () => {
    const later = product.filter(({ text }) => /\b(TODO|FIXME|XXX)\b/.test(text));
    expect(paths(later)).toEqual([]);
  });

  test(`no file is longer than ${LINES_A_FILE} lines`, () => {
    const long = everything
      .filter(({ path }) => !(path in LONG_FILES))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_A_FILE);
    expect(long).toEqual([]);
  });
});

function commandNames(): string[] {
  return product
    .filter(({ path }) => path.startsWith('commands/'))
    .flatMap(({ code }) => /\bCommand = \{\s*name: '(\w+)'/.exec(code)?.[1] ?? []);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const code = text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return { path, text, code };
}

/** What a file imports: paths from the root for our own files, names as written for packages. */
function importsOf({ path, code }: SourceFile): string[] {
  const from =
    /^(?:import|export)\b[^'";]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...code.matchAll(from)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((name) => (name.startsWith('.') ? join(dirname(path), name) : name));
}

function forbiddenImports(file: SourceFile): string[] {
  const room = Object.keys(MAY_IMPORT).find((name) => file.path.startsWith(`${name}/`)) ?? WIRING;
  return importsOf(file)
    .filter((name) => !mayImport(room, name))
    .map((name) => `${file.path} may not import ${name}`);
}

function mayImport(room: string, name: string): boolean {
  const allowed = MAY_IMPORT[room] ?? WIRING_MAY_IMPORT;
  return [room, ...allowed].some((other) => isIn(other, name));
}

/** `db` holds `db/open.ts` but not `db/migrations/…`, which is a room of its own. */
function isIn(room: string, name: string): boolean {
  if (room === 'node:') return name.startsWith(room);
  const narrower = Object.keys(MAY_IMPORT).filter((other) => other.startsWith(`${room}/`));
  if (narrower.some((other) => name.startsWith(`${other}/`))) return false;
  return name === room || name.startsWith(`${room}/`);
}

function unlisted(
  files: readonly SourceFile[],
  listed: Readonly<Record<string, string>>,
): string[] {
  const packages = files
    .flatMap(importsOf)
    .filter((name) => !name.startsWith('node:') && !/^[.\w-]+\/.*\.(ts|js)$/.test(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(packages)].filter((name) => !(name in listed));
}

function paths(files: readonly SourceFile[]): string[] {
  return files.map(({ path }) => path);
}
