import type { z } from 'zod';

/** Something in an agenda file that is wrong, or only unusual, and where. */
export interface Problem {
  /** JSON path: `$.issues[3].history[2].date`. */
  readonly path: string;
  /** Reads on from the path: `must be a real calendar date`. */
  readonly said: string;
}

type Step = string | number;
export type Path = readonly Step[];

export function problem(path: Path, said: string): Problem {
  return { path: jsonPath(path), said };
}

/** What a format finds wrong with a value that stands at `at` in the file. */
export function problemsOf(format: z.ZodType, value: unknown, at: Path): Problem[] {
  const result = format.safeParse(value, { error: sentence });
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map(stepOf)];
    if (issue.code !== 'unrecognized_keys') return [problem(path, issue.message)];
    return issue.keys.map((key) => problem([...path, key], 'is not part of the format'));
  });
}

/** The text at a path in a value whose shape may be wrong. */
export function textIn(whole: unknown, ...path: Path): string | undefined {
  const value = valueAt(whole, path);
  return typeof value === 'string' ? value : undefined;
}

/** The list at a path in a value whose shape may be wrong; empty where there is none. */
export function listIn(whole: unknown, ...path: Path): readonly unknown[] {
  const value = valueAt(whole, path);
  return Array.isArray(value) ? value : [];
}

/** The names in the object at a path in a value whose shape may be wrong. */
export function namesIn(whole: unknown, ...path: Path): string[] {
  const value = valueAt(whole, path);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Whatever stands at a path in a value whose shape may be wrong. */
export function valueAt(whole: unknown, path: Path): unknown {
  let value = whole;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = Reflect.get(value, step);
  }
  return value;
}

function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${KIND_NAMES[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`;
    case 'invalid_value': {
      if (issue.input === undefined) return 'is missing';
      const choices = issue.values.map((value) => JSON.stringify(value)).join(', ');
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${choices}`;
    }
    case 'invalid_key':
      return 'has a name that must not hold a NUL or half of a character (a lone surrogate)';
    default:
      return undefined;
  }
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function stepOf(step: PropertyKey): Step {
  return typeof step === 'symbol' ? String(step) : step;
}

function jsonPath(path: Path): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step)
      ? `${before}.${step}`
      : `${before}[${JSON.stringify(step)}]`;
  }, '$');
}
