import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleAgenda } from './support/db.ts';
import { startTerminal, terminal } from './terminal/run-terminal.ts';

const FILE = 'examples/biden-xi-2023.json';

let folder: string;
let filled: string;
let imported: Awaited<ReturnType<typeof terminal>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'summit-'));
  filled = `${folder}/filled.db`;
  imported = await terminal(['import', FILE], filled);
});

describe('the terminal', () => {
  test('says what an import added', () => {
    const out = 'Imported biden-xi-2023: 19 new issues, 92 new entries.\n';
    expect(imported).toEqual({ out, err: '', code: 0 });
  });

  test('answers the words of a command as plain text', async () => {
    const { out, err, code } = await terminal(['status', 'fentanyl'], filled);
    expect(out).toContain('Curbs on exports of fentanyl precursor chemicals');
    expect(out).not.toContain('&amp;');
    expect({ err, code }).toEqual({ err: '', code: 0 });
  });

  test('takes `&` and `<` as they are typed', async () => {
    const { out } = await terminal(['status', 'R&D <b>'], filled);
    expect(out).toContain('R&D <b>');
  });

  test('prints one JSON object when asked to', async () => {
    const { out, code } = await terminal(['--json', 'status', 'fentanyl'], filled);
    const answer: unknown = JSON.parse(out);
    expect(answer).toMatchObject({ outcome: 'match', issues: ['fentanyl'] });
    expect(Object.keys(Object(answer))).toEqual(['outcome', 'issues', 'text', 'blocks']);
    expect(code).toBe(0);
  });

  test('a second import changes nothing', async () => {
    const { out } = await terminal(['import', FILE], filled);
    expect(out).toBe('Imported biden-xi-2023: nothing that was not there already.\n');
  });

  test('export gives back what was imported', async () => {
    const { out, code } = await terminal(['export'], filled);
    expect(JSON.parse(out)).toEqual(exampleAgenda());
    expect(code).toBe(0);
  });

  test('a bad file is refused with all its problems, and nothing on stdout', async () => {
    const path = `${folder}/bad.json`;
    writeFileSync(path, JSON.stringify({ ...exampleAgenda(), parties: [], sources: 1 }));
    const { out, err, code } = await terminal(['import', path], `${folder}/empty.db`);
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toContain('$.parties: must name at least two parties\n');
    expect(err).toContain('$.sources: must be a list, not a number\n');
    expect(err).toMatch(/bad\.json has \d+ problems\. Nothing was changed\.\n$/);
  });

  test.each([
    ['no file', ['import'], 2],
    ['a file that is not there', ['import', 'nowhere.json'], 1],
    ['an agenda that is not there', ['export', 'nowhere'], 1],
    ['two agendas at once', ['export', 'one', 'two'], 2],
  ])('%s: one line on stderr and its exit code', async (_, words, expected) => {
    const { out, err, code } = await terminal(words, filled);
    expect({ out, code, lines: err.split('\n').length }).toEqual({
      out: '',
      code: expected,
      lines: 2,
    });
  });

  test('a database that can not be used is one sentence and exit code 1', async () => {
    const { out, err, code } = await terminal(['list'], 'postgres://localhost:1/summit');
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toMatch(/^PostgreSQL at localhost:1\/summit can't be reached: .*\n$/);
  });

  test('a reader that has had enough is no crash', async () => {
    const child = startTerminal(['export'], filled);
    child.stdout.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ err, code }).toEqual({ err: '', code: 0 });
  });
});
