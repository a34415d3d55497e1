import type { PlainTextOption } from '@slack/types';
import type { IsoDate, IssueCard } from '../agenda/record.ts';
import { needsSource, STATUSES, type StatusKey, statusOf } from '../agenda/status.ts';
import { isUsualMove } from '../agenda/transitions.ts';
import { dateInWords } from './dates.ts';
import { type Form, plain } from './form.ts';
import { choice, chosen, field, hints, optional, typed } from './form-fields.ts';
import { type Piece, paragraph, quoting, smallPrint } from './pieces.ts';

/** The choice that leaves the status alone: Slack has no choice without a value. */
export const AS_IT_IS = 'as-it-is';

/** What is known of an entry that is being written; empty where nothing is. */
export interface UpdateFields {
  /** A key. */
  readonly issue: string;
  readonly note: string;
  /** As `readAddress` gives it. */
  readonly source: string;
  readonly publisher: string;
  readonly says: string;
  readonly confidence: string;
}

export interface UpdateFormState {
  readonly fields: UpdateFields;
  readonly day: IsoDate;
  /** Null: as it is. */
  readonly status: StatusKey | null;
  /** Of the issue, once it is chosen. */
  readonly card: IssueCard | null;
  /** What is wrong so far, by field. */
  readonly problems: Readonly<Record<string, string>>;
  /** What has to be read first. */
  readonly above: readonly Piece[];
  readonly keep: string;
}

/** The form for an entry: what is missing can be filled in, and what is wrong stands below its field. */
export function updateForm(state: UpdateFormState): Form {
  const { fields, card, status, problems, above, keep } = state;
  const statuses = statusChoices(card);
  return {
    command: 'update',
    title: 'Update an issue',
    submit: above.length === 0 ? 'Record' : 'Record mine too',
    keep,
    blocks: [
      ...above.flatMap(({ blocks }) => blocks),
      field('issue', 'Issue', {
        type: 'external_select',
        placeholder: plain('Type a part of its name'),
        min_query_length: 0,
        ...(card === null ? {} : { initial_option: choice(card.title, fields.issue) }),
      }),
      ...hints(standing(card)),
      field('status', 'Where it stands', {
        type: 'static_select',
        options: statuses,
        ...chosen(statuses, status ?? AS_IT_IS),
      }),
      ...hints(problems['status'], moveHint(state), sourceHint(state)),
      optional('note', 'What happened, and why', {
        type: 'plain_text_input',
        multiline: true,
        max_length: 3000,
        ...typed(fields.note),
      }),
      ...hints(problems['note']),
      optional('source', 'Address of a source', {
        type: 'url_text_input',
        ...typed(fields.source),
      }),
      ...hints(problems['source']),
      optional('publisher', 'Who published it', {
        type: 'plain_text_input',
        ...typed(fields.publisher),
      }),
      optional('says', 'Who says so', { type: 'plain_text_input', ...typed(fields.says) }),
      ...hints(problems['says']),
      field('on', 'On which day', { type: 'datepicker', initial_date: state.day }),
      ...hints(problems['on'], dayHint(state)),
      optional('confidence', 'How sure the status is', {
        type: 'static_select',
        options: CONFIDENCES,
        ...chosen(CONFIDENCES, fields.confidence),
      }),
      ...hints(problems['confidence']),
    ],
  };
}

/** What to type instead of filling in a form: a reason for an unusual move, or what is missing. */
export function updateHelp(
  isIssueKnown: boolean,
  unusual: { readonly from: StatusKey; readonly to: StatusKey } | null,
  line: string,
): Piece[] {
  if (unusual !== null) {
    return [quoting(unusualMove(unusual.from, unusual.to)), ...paragraph([{ code: line }])];
  }
  const missing = isIssueKnown ? 'Say where it stands:' : 'Say which issue, and where it stands:';
  return [
    ...paragraph([missing, ' ', { code: line }]),
    ...smallPrint([`Statuses: ${STATUSES.map(({ key }) => key).join(', ')}.`]),
  ];
}

/** Issues hardly ever move so. */
export function unusualMove(from: StatusKey, to: StatusKey): string {
  return `Issues hardly ever go from “${statusOf(from).label}” to “${statusOf(to).label}”: say why.`;
}

const CONFIDENCES = ['high', 'medium', 'low'].map((level) => choice(level, level));

/** To leave it as it is can be chosen from the start: Slack chooses nothing in a field that is there already. */
function statusChoices(card: IssueCard | null): PlainTextOption[] {
  const [last] = card?.entries ?? [];
  const asItIs = last === undefined ? 'As it is' : `As it is: ${statusOf(last.status).label}`;
  return [
    choice(asItIs, AS_IT_IS),
    ...STATUSES.map(({ key, label, emoji }) => choice(`${emoji} ${label}`, key)),
  ];
}

function standing(card: IssueCard | null): string | undefined {
  if (card === null) return undefined;
  const [last] = card.entries;
  if (last === undefined) return 'Nothing is recorded of it yet.';
  const { emoji, label } = statusOf(last.status);
  return `Now: ${emoji} ${label}, last entry ${dateInWords(last.date, last.precision)}.`;
}

function moveHint({ card, status, day }: UpdateFormState): string | undefined {
  const before = card?.entries.find(({ date }) => date < day);
  if (before === undefined || status === null || isUsualMove(before.status, status))
    return undefined;
  return unusualMove(before.status, status);
}

function sourceHint({ status, fields }: UpdateFormState): string | undefined {
  if (status === null || !needsSource(status) || fields.source !== '') return undefined;
  return `“${statusOf(status).label}” without a source is marked unsourced wherever it is shown.`;
}

function dayHint({ card, day, problems }: UpdateFormState): string | undefined {
  if (problems['on'] !== undefined) return undefined;
  const [last] = card?.entries ?? [];
  if (last?.date === day)
    return 'There is an entry of that day. This one takes its place; both stay in the history.';
  if (last === undefined || last.date < day) return undefined;
  return `The later entry of ${dateInWords(last.date, last.precision)} will still say where it stands.`;
}
