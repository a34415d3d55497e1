import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { nameIndex } from '../../db/names.ts';
import type { Db } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { findIssue } from '../../src/agenda/find-issue.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { agendaOf, type NamedIssue } from '../support/agenda-of.ts';
import { emptyDb } from '../support/db.ts';

interface Question {
  readonly typed: string;
  readonly outcome: 'match' | 'ambiguous' | 'none';
  readonly issues: readonly string[];
}

const example: AgendaDocument = readJson('../../examples/biden-xi-2023.json');
const shared: readonly { query: string; expect: Omit<Question, 'typed'> }[] = readJson(
  '../fixtures/status-queries.json',
);

interface NamedAgenda {
  readonly issues: readonly NamedIssue[];
  readonly questions: readonly Question[];
}

/** Agendas whose issues are named in many scripts, with what people ask of them. */
const named = ['forum', 'trade'].map((name) => {
  const { issues, questions }: NamedAgenda = readJson(`../fixtures/${name}-agenda.json`);
  return { name, issues, questions };
});

describe('on the example agenda', () => {
  const { db, ask } = agenda(example);

  test.for(shared)('$query', async ({ query, expect: { outcome, issues } }) => {
    const answer = await ask(query.replace(/^\s*status\s+/i, ''));
    expect(answer.outcome).toBe(outcome);
    if (outcome === 'match') expect(answer.issues).toEqual(issues);
    if (outcome === 'ambiguous') expect(answer.issues.toSorted()).toEqual(issues.toSorted());
  });

  test('two issues in one question are both found', async () => {
    expect((await ask('fentanyl and taiwan')).issues).toEqual(['fentanyl', 'taiwan']);
  });

  test('what nothing answers to is told apart from what is found', async () => {
    const match = await findIssue(nameIndex(db(), 'biden-xi-2023'), 'fentanyl and soybeans');
    expect(match).toMatchObject({ kind: 'found', unknown: ['soybeans'] });
  });

  test('any text gets an answer', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({
        unit: fc.integer({ min: 0, max: 0xff_ff }).map((code) => String.fromCharCode(code)),
      }),
      fc.string({
        unit: fc.constantFrom('<', '&', '>', '|', "'", '.', 'a', '1', '台', ' ', '%', '_'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const { issues } = await ask(typed);
        expect(issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe.for(named)('on the $name agenda, in many scripts', ({ issues: onAgenda, questions }) => {
  const { ask } = agenda(agendaOf(onAgenda));

  test.for(questions)('$typed', async ({ typed, outcome, issues }) => {
    const answer = await ask(typed);
    expect(answer.outcome).toBe(outcome);
    if (outcome === 'none') expect(answer.issues).toEqual(expect.arrayContaining([...issues]));
    else expect(answer.issues.toSorted()).toEqual(issues.toSorted());
  });

  test.for(onAgenda)('every name of $key leads to it', async ({ key, title, names, aliases }) => {
    for (const name of [key, title, ...Object.values(names ?? {}), ...(aliases ?? [])]) {
      for (const typed of [name, name.toUpperCase(), ` “${name}”? `, name.normalize('NFD')]) {
        expect((await ask(typed)).issues, typed).toContain(key);
      }
    }
  });

  test('a key always leads to its own issue', async () => {
    for (const { key } of onAgenda) {
      expect(await ask(key)).toEqual({ outcome: 'match', issues: [key] });
    }
  });

  test('nothing is picked when nothing fits, but three are offered', async () => {
    const answer = await ask('lunar bases');
    expect(answer.outcome).toBe('none');
    expect(answer.issues).toHaveLength(3);
  });
});

interface Asked {
  readonly outcome: Question['outcome'];
  readonly issues: readonly string[];
}

function agenda(document: AgendaDocument): {
  db: () => Db;
  ask: (typed: string) => Promise<Asked>;
} {
  let db: Db;
  beforeAll(async () => {
    db = await emptyDb();
    const recorder = { by: 'U0ALICE', at: Temporal.Instant.from('2026-05-01T00:00:00Z') };
    expect(await importAgenda(db, document, { recorder })).toMatchObject({ kind: 'imported' });
  });
  return {
    db: () => db,
    async ask(typed) {
      const match = await findIssue(nameIndex(db, document.dataset.id), typed);
      const issues = match.kind === 'missing' ? await match.nearest() : match.issues;
      const outcome = { found: 'match', ambiguous: 'ambiguous', missing: 'none' } as const;
      return { outcome: outcome[match.kind], issues: issues.map(({ key }) => key) };
    },
  };
}

function readJson(path: string): ReturnType<typeof JSON.parse> {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}
