import type { IsoDate, IssueRef } from '../agenda/record.ts';
import { needsSource, STATUSES, type StatusKey, statusOf } from '../agenda/status.ts';
import { CATEGORIES } from './categories.ts';
import { type Form, plain } from './form.ts';
import { choice, chosen, field, hints, optional, typed } from './form-fields.ts';
import { type Piece, paragraph, smallPrint } from './pieces.ts';

/** What is known of an issue that is being added; empty where nothing is. */
export interface AddFormState {
  readonly title: string;
  readonly category: string;
  readonly status: StatusKey;
  readonly note: string;
  /** As `readAddress` gives it, or as typed. */
  readonly source: string;
  readonly says: string;
  readonly day: IsoDate;
  readonly summary: string;
  readonly aliases: string;
  /** Issues that are called so already, or nearly so. */
  readonly there: readonly IssueRef[];
  /** True once that was shown: sent again, it is added all the same. */
  readonly anyway: boolean;
  /** What is wrong so far, by field. */
  readonly problems: Readonly<Record<string, string>>;
  readonly keep: string;
}

/** The form for an issue to add. */
export function addForm(state: AddFormState): Form {
  const { problems, there } = state;
  return {
    command: 'add',
    title: 'Add an issue',
    submit: state.anyway ? 'Add anyway' : 'Add',
    keep: state.keep,
    blocks: [
      field('title', 'What it is called', {
        type: 'plain_text_input',
        max_length: 300,
        placeholder: plain('As people will say it'),
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
        ...typed(state.title),
      }),
      ...hints(problems['title'], thereAlready(there, state.anyway)),
      optional('category', 'What kind of issue it is', {
        type: 'static_select',
        options: CATEGORY_CHOICES,
        ...chosen(CATEGORY_CHOICES, state.category || 'context'),
      }),
      ...hints(problems['category']),
      field('status', 'Where it stands', {
        type: 'static_select',
        options: STATUS_CHOICES,
        ...chosen(STATUS_CHOICES, state.status),
      }),
      ...hints(problems['status'], sourceHint(state)),
      optional('note', 'What happened, and why', {
        type: 'plain_text_input',
        multiline: true,
        max_length: 3000,
        ...typed(state.note),
      }),
      ...hints(problems['note']),
      optional('source', 'Address of a source', {
        type: 'url_text_input',
        ...typed(state.source),
      }),
      ...hints(problems['source']),
      optional('says', 'Who says so', { type: 'plain_text_input', ...typed(state.says) }),
      ...hints(problems['says']),
      field('on', 'On which day', { type: 'datepicker', initial_date: state.day }),
      ...hints(problems['on']),
      optional('summary', 'What it is about, in a sentence or two', {
        type: 'plain_text_input',
        multiline: true,
        max_length: 2000,
        ...typed(state.summary),
      }),
      ...hints(problems['summary']),
      optional('aliases', 'Other names, parted by commas', {
        type: 'plain_text_input',
        max_length: 3000,
        ...typed(state.aliases),
      }),
      ...hints(problems['aliases'], problems['confidence']),
    ],
  };
}

/** What to type instead of filling in a form. */
export function addHelp(): Piece[] {
  return [
    ...paragraph(['Say what the issue is called: ', { code: '/summit add Fishing rights' }, '.']),
    ...smallPrint([
      'More can follow: ',
      {
        code: 'category:tension summary:"…" aliases:"one, another" status:proposed because … source:URL',
      },
      `.\nCategories: ${CATEGORIES.map(({ key }) => key).join(', ')}. `,
      `Statuses: ${STATUSES.map(({ key }) => key).join(', ')}.`,
    ]),
  ];
}

const CATEGORY_CHOICES = CATEGORIES.map(({ key, label }) => choice(label, key));
const STATUS_CHOICES = STATUSES.map(({ key, label, emoji }) => choice(`${emoji} ${label}`, key));

function thereAlready(there: readonly IssueRef[], anyway: boolean): string | undefined {
  if (there.length === 0) return undefined;
  const titles = there.map(({ title }) => title).join('; ');
  const next = anyway ? ' Send the form again to add it all the same.' : '';
  return `On the agenda already: ${titles}.${next}`;
}

function sourceHint({ status, source }: AddFormState): string | undefined {
  if (!needsSource(status) || source !== '') return undefined;
  return `“${statusOf(status).label}” without a source is marked unsourced wherever it is shown.`;
}
