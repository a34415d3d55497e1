import { z } from 'zod';
import type { AgendaHead, IssueDocument } from '../agenda/document.ts';
import { STATUSES } from '../agenda/status.ts';
import { isDay, isDayOrMonth } from './calendar.ts';

const text = z
  .string()
  .refine(isStorable, 'must not hold a NUL or half of a character (a lone surrogate)');

const key = text.regex(
  /^[a-z0-9]+(-[a-z0-9]+)*$/,
  'must be lower-case letters and digits joined by hyphens',
);

const date = text.refine(isDay, 'must be a real calendar date, such as 2023-11-15');
const names = z.record(text, text);
const basis = z.enum(['seed', 'verified', 'unverified']);
const precision = z.enum(['day', 'month', 'year']);
const said = z.array(z.strictObject({ text, attribution: text, basis }));
const dated = z.array(
  z.strictObject({ date, precision, what: text, basis, sources: z.array(text) }),
);

/** The shape of everything in an agenda file but its issues. */
export const headFormat: z.ZodType<AgendaHead> = z.strictObject({
  schema_version: z.literal('1.0'),
  dataset: z.strictObject({
    id: key,
    title: text,
    names: names.exactOptional(),
    kind: z.enum(['bilateral', 'multilateral']),
    start_date: date,
    end_date: date,
    timezone: text.refine(isTimeZone, 'must be a known time zone, such as Europe/Vienna'),
    location: text.exactOptional(),
    as_of: date,
    as_of_label: text.exactOptional(),
    coverage_end: date,
    languages: z.array(text).exactOptional(),
    statuses: text,
    disclaimer: text.exactOptional(),
  }),
  parties: z
    .array(
      z.strictObject({
        id: key,
        name: text,
        short: text.exactOptional(),
        names: names.exactOptional(),
      }),
    )
    .min(2, 'must name at least two parties'),
  context: z
    .strictObject({
      goals: said.exactOptional(),
      expectations: said.exactOptional(),
      contacts: dated.exactOptional(),
      events: dated.exactOptional(),
    })
    .exactOptional(),
  sources: z.array(
    z.strictObject({
      id: key,
      publisher: text,
      date: text.refine(isDayOrMonth, 'must be a real day or month, such as 2023-11-15 or 2023-11'),
      url: text.refine(isWebAddress, 'must be a web address that begins with http:// or https://'),
      about: text.exactOptional(),
      kind: z.enum(['seed', 'news', 'official', 'readout', 'analysis']).exactOptional(),
      lang: text.exactOptional(),
    }),
  ),
});

/** The shape of one issue in an agenda file. */
export const issueFormat: z.ZodType<IssueDocument> = z.strictObject({
  key,
  title: text,
  names: names.exactOptional(),
  aliases: z
    .array(text.min(1, 'must not be empty'))
    .refine(areDifferent, 'must not hold the same alias twice'),
  category: z.enum(['tension', 'cooperation', 'channel', 'context']),
  origin: z.enum(['seed', 'agenda', 'outcome']),
  summary: text,
  positions: z.record(z.string(), z.strictObject({ text, basis })),
  owners: z.array(z.strictObject({ party: key, name: text, role: text.exactOptional(), basis })),
  owner_note: text.exactOptional(),
  history: z.array(
    z.strictObject({
      date,
      precision,
      status: z.enum(STATUSES.map((status) => status.key)),
      phase: z.enum(['before', 'summit', 'after']),
      note: text,
      attribution: text,
      basis,
      confidence: z.enum(['high', 'medium', 'low']),
      sources: z.array(text),
      reported: date.exactOptional(),
      date_note: text.exactOptional(),
    }),
  ),
  evidence: z.array(
    z.strictObject({
      quote: text,
      speaker: text,
      speaker_type: z.enum([
        'named-official',
        'unnamed-official',
        'unnamed-source',
        'outlet',
        'official-text',
      ]),
      via: text.exactOptional(),
      source: text,
      supports: text,
      caveat: text.exactOptional(),
    }),
  ),
  related: z.array(key),
});

/** SQLite would change such text or cut it off without a word. */
function isStorable(given: string): boolean {
  return given.isWellFormed() && !given.includes('\0');
}

function isTimeZone(given: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isWebAddress(given: string): boolean {
  return /^https?:\/\/[^\s<>|"]+$/i.test(given) && URL.canParse(given);
}

function areDifferent(given: readonly string[]): boolean {
  return new Set(given).size === given.length;
}
