import type { Entry, IssueRef } from '../agenda/record.ts';
import { statusOf } from '../agenda/status.ts';
import { dateInWords } from './dates.ts';
import type { Form } from './form.ts';
import { choice, chosen, field, hints, optional } from './form-fields.ts';
import { paragraph } from './pieces.ts';

export interface SourceFormState {
  readonly issue: IssueRef;
  /** The last ones, the latest first; at least one. */
  readonly entries: readonly Entry[];
  /** What is wrong so far, by field. */
  readonly problems: Readonly<Record<string, string>>;
  readonly keep: string;
}

/** The form for a source: its address, who published it and when, and which entry it supports. */
export function sourceForm({ issue, entries, problems, keep }: SourceFormState): Form {
  const choices = entries.map(({ date, precision, status }) =>
    choice(`${dateInWords(date, precision)}: ${statusOf(status).label}`, date),
  );
  return {
    command: 'source',
    title: 'Add a source',
    submit: 'Add',
    keep,
    blocks: [
      ...paragraph(['To ', { bold: issue.title }]).flatMap(({ blocks }) => blocks),
      field('source', 'Address of the page', { type: 'url_text_input' }),
      ...hints(problems['source']),
      optional('publisher', 'Who published it', { type: 'plain_text_input', max_length: 300 }),
      optional('date', 'When it was published', { type: 'datepicker' }),
      ...(choices.length === 0
        ? []
        : [
            optional('entry', 'What it supports', {
              type: 'static_select',
              options: choices,
              ...chosen(choices, entries[0]?.date ?? ''),
            }),
          ]),
    ],
  };
}

/** What to type. */
export function sourceHelp(key: string | null): string {
  return `Give the address of the page: /summit source ${key ?? '<issue>'} https://…`;
}
