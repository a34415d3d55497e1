import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { Schedule } from '../agenda/schedule.ts';
import type { DigestWhose } from './digest-settings.ts';
import { type Form, plain } from './form.ts';
import { choice, chosen, field, hints, optional, typed } from './form-fields.ts';
import { compose, paragraph, type SayButton } from './pieces.ts';
import type { Message } from './message.ts';
import { momentInWords } from './schedule-in-words.ts';
import { zoneChoice } from './zone-choice.ts';

/** The fields of the form as text, empty where nothing is. */
export interface DigestFields {
  readonly every: Schedule['every'];
  /** Numbers from 1 (Monday) on, parted by spaces. */
  readonly weekdays: string;
  readonly monthdays: string;
  readonly times: string;
  readonly zone: string;
  readonly only: string;
  readonly except: string;
  readonly quiet: 'off' | 'on';
  readonly ahead: string;
  readonly stale: string;
}

export interface DigestFormState {
  readonly whose: DigestWhose;
  readonly fields: DigestFields;
  /** When the next ones would come; none while that can't be told. */
  readonly next: readonly Temporal.Instant[];
  /** What is wrong so far, by field. */
  readonly problems: Readonly<Record<string, string>>;
  readonly now: Temporal.Instant;
  readonly keep: string;
}

/** Everything about a digest, to fill in. */
export function digestForm({ whose, fields, next, problems, now, keep }: DigestFormState): Form {
  return {
    command: 'digest',
    title: TITLES[whose],
    submit: 'Save',
    keep,
    blocks: [
      field('every', 'How often', {
        type: 'static_select',
        options: OFTEN,
        ...chosen(OFTEN, fields.every),
      }),
      ...whichDays(fields),
      ...hints(problems['weekdays'], problems['monthdays']),
      field('times', 'At what times', {
        type: 'plain_text_input',
        max_length: 200,
        placeholder: plain('09:00, 17:00'),
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
        ...typed(fields.times),
      }),
      ...hints(problems['times']),
      field('zone', 'In which time zone', {
        type: 'external_select',
        placeholder: plain('Type a city'),
        min_query_length: 0,
        ...(fields.zone === '' ? {} : { initial_option: zoneChoice(fields.zone, now) }),
      }),
      ...hints(problems['zone'], nextHint(next, fields.zone)),
      optional('only', 'Only these issues', {
        type: 'plain_text_input',
        max_length: 1000,
        placeholder: plain('Everything'),
        ...typed(fields.only),
      }),
      ...hints(
        problems['only'],
        'Categories, statuses, issues, owner=@person, mine, watched or agenda=NAME, with commas between.',
      ),
      optional('except', 'But not these', {
        type: 'plain_text_input',
        max_length: 1000,
        placeholder: plain('Nothing'),
        ...typed(fields.except),
      }),
      ...hints(problems['except']),
      optional('quiet', 'Where nothing changed', {
        type: 'radio_buttons',
        options: QUIET,
        ...chosen(QUIET, fields.quiet),
      }),
      optional('ahead', 'How many days ahead it looks', {
        type: 'plain_text_input',
        max_length: 10,
        ...typed(fields.ahead),
      }),
      ...hints(problems['ahead']),
      optional('stale', 'After how many days without news an issue is told', {
        type: 'plain_text_input',
        max_length: 10,
        ...typed(fields.stale),
      }),
      ...hints(problems['stale']),
    ],
  };
}

/** What to type where no form can be shown. */
export function digestFormHelp(form: SayButton, words: string): Message {
  return compose({
    pieces: paragraph([
      'Say when it comes and what it tells, such as ',
      { code: `/summit ${words} weekdays 09:00 only:tension` },
      '.',
    ]),
    words: '',
    buttons: [{ ...form, primary: true }],
    buttonsAreSaid: true,
  });
}

const TITLES: Readonly<Record<DigestWhose, string>> = {
  here: 'This channel’s digest',
  mine: 'Your digest',
  there: 'That channel’s digest',
};

const OFTEN: PlainTextOption[] = [
  choice('Every day', 'day'),
  choice('Weekdays, Monday to Friday', 'weekday'),
  choice('Every week', 'week'),
  choice('Every month', 'month'),
];

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (name, at) => choice(name, String(at + 1)),
);

const QUIET = [choice('It stays silent', 'on'), choice('It says so in one line', 'off')];

function whichDays({ every, weekdays, monthdays }: DigestFields): KnownBlock[] {
  switch (every) {
    case 'day':
    case 'weekday':
      return [];
    case 'week': {
      const before = WEEKDAYS.filter(({ value }) => weekdays.split(' ').includes(value ?? ''));
      return [
        field('weekdays', 'On which days of the week', {
          type: 'multi_static_select',
          options: WEEKDAYS,
          ...(before.length === 0 ? {} : { initial_options: before }),
        }),
      ];
    }
    case 'month':
      return [
        field('monthdays', 'On which days of the month', {
          type: 'plain_text_input',
          max_length: 100,
          placeholder: plain('1, 15 or last'),
          dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
          ...typed(monthdays),
        }),
      ];
  }
}

function nextHint(next: readonly Temporal.Instant[], zone: string): string | undefined {
  const moments = next.map((at) => momentInWords(at, zone));
  return moments.length === 0 ? undefined : `The next ones: ${moments.join('; ')}.`;
}
