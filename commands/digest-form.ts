import type { DigestFilter } from '../src/agenda/digest.ts';
import { type DigestChoices, USUAL_CHOICES } from '../src/agenda/digest.ts';
import {
  type DigestWords,
  type GivenOption,
  readOptions,
  type TypedChoices,
} from '../src/agenda/read-digest.ts';
import { readSchedule } from '../src/agenda/read-schedule.ts';
import type { Schedule } from '../src/agenda/schedule.ts';
import { filterToType } from '../src/agenda/typed-filters.ts';
import {
  digestForm as formOf,
  type DigestFields,
  digestFormHelp,
} from '../src/messages/digest-form.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import { filterTrouble } from '../src/messages/digest-trouble.ts';
import type { Form } from '../src/messages/form.ts';
import type { Call, CommandForm, FilledIn, Reply, Submission } from './command.ts';
import { inFull } from './digest-filters.ts';
import { nextTold } from './digest-next.ts';
import { keepDraft } from './digest-set.ts';
import { buttonAbout, deedOn, type DigestSpot, spotOf, type SpotReading } from './digest-spot.ts';
import { type DigestDraft, readDraft } from './digest-wish.ts';
import { mustMay } from './may.ts';
import { misuse, tell } from './reply.ts';

const USUAL_TIME = '09:00';

/** The form of a digest. */
export const digestForm: CommandForm = {
  async revise(call, filled) {
    const reading = await spotOfForm(call, filled);
    if (reading.kind === 'refused') throw new Error('A form is shown for a digest nobody may see');
    return formWith(call, reading.spot, fieldsIn(call, reading.spot, filled));
  },
  submit,
};

/** The form, filled in with the digest as it is and what was said on top. */
export async function showDigestForm(
  call: Call,
  spot: DigestSpot,
  { words, options }: DigestWords,
): Promise<Reply> {
  await mustMay(call, ...deedOn(spot));
  if (options.kind === 'problem') return misuse(options.sentence);
  const said = await readDraft(call, spot, words, options.choices);
  const isTimeless = said.kind === 'problem' && said.of === 'words';
  const reading = isTimeless
    ? await readDraft(call, spot, `${words} at ${USUAL_TIME}`, options.choices)
    : said;
  const standing = spot.digest?.state === 'off' ? null : spot.digest;
  const draft = reading.kind === 'draft' ? reading.draft : null;
  const fields = fieldsOf(
    call,
    draft?.schedule ?? standing?.schedule ?? usualSchedule(call),
    draft?.choices ?? standing?.choices ?? USUAL_CHOICES,
  );
  return {
    ...tell(digestFormHelp(buttonAbout(spot, 'Fill in a form', 'form'), digestToType(spot.whose))),
    form: await formWith(call, spot, fields),
  };
}

async function submit(call: Call, filled: FilledIn): Promise<Submission> {
  const reading = await spotOfForm(call, filled);
  if (reading.kind === 'refused') return { kind: 'done', reply: reading.reply };
  const { spot } = reading;
  const read = await readFields(call, spot, fieldsIn(call, spot, filled));
  if (read.kind === 'problems') return read;
  return { kind: 'done', reply: await keepDraft(call, spot, read.draft) };
}

async function formWith(call: Call, spot: DigestSpot, fields: DigestFields): Promise<Form> {
  const read = await readFields(call, spot, fields);
  const schedule = read.kind === 'draft' ? read.draft.schedule : scheduleIn(fields);
  const id = spot.digest?.id ?? null;
  const next = schedule === null ? [] : await nextTold(call, { id, schedule });
  const { place, whose } = spot;
  return formOf({
    whose,
    fields: schedule === null ? fields : { ...fields, zone: schedule.timeZone },
    next,
    problems: read.kind === 'problems' ? read.problems : {},
    now: call.now,
    keep: JSON.stringify({ whose, channelId: whose === 'mine' ? null : place.place }),
  });
}

type FieldsRead =
  | { readonly kind: 'draft'; readonly draft: DigestDraft & { readonly schedule: Schedule } }
  | { readonly kind: 'problems'; readonly problems: Readonly<Record<string, string>> };

async function readFields(call: Call, spot: DigestSpot, fields: DigestFields): Promise<FieldsRead> {
  const wrong: Record<string, string> = problemWithTimes(fields);
  let choices: TypedChoices = {};
  for (const { field, ...option } of optionsIn(fields)) {
    const reading = readOptions([option]);
    if (reading.kind === 'problem') wrong[field] = reading.sentence;
    else choices = { ...choices, ...reading.choices };
  }
  if (Object.keys(wrong).length > 0) return problems(wrong);

  const reading = await readDraft(call, spot, scheduleWords(fields), choices);
  switch (reading.kind) {
    case 'filters':
      return problems({ [reading.of]: filterTrouble(await inFull(reading.trouble)) });
    case 'problem':
      return problems({ [reading.of === 'zone' ? 'zone' : 'times']: reading.sentence });
    case 'no schedule':
      return problems({ times: NO_TIMES });
    case 'draft': {
      const { schedule, choices: read } = reading.draft;
      return schedule === null
        ? problems({ times: NO_TIMES })
        : { kind: 'draft', draft: { schedule, choices: read } };
    }
  }
}

const NO_TIMES = 'Write times such as 09:00, 17:00.';

/** What the fields say as options, beside the fields. An emptied field clears what it holds. */
function optionsIn(fields: DigestFields): (GivenOption & { readonly field: string })[] {
  const { only, except, quiet, ahead, stale, zone } = fields;
  return [
    { field: 'only', name: 'only', value: only.trim() || 'all' },
    { field: 'except', name: 'except', value: except.trim() || 'none' },
    { field: 'quiet', name: 'quiet', value: quiet },
    { field: 'ahead', name: 'days-ahead', value: ahead || '0' },
    { field: 'stale', name: 'stale', value: stale || '0' },
    ...(zone === '' ? [] : [{ field: 'zone', name: 'zone', value: zone }]),
  ];
}

/** Days and times by themselves, so that what is wrong stands at the field it is wrong in. */
function problemWithTimes(fields: DigestFields): Record<string, string> {
  const times = readSchedule(`daily at ${fields.times}`, 'UTC');
  if (fields.times.trim() === '' || times.kind === 'none') return { times: NO_TIMES };
  if (times.kind === 'problem') return { times: times.sentence };
  if (fields.every === 'week' && fields.weekdays === '') {
    return { weekdays: 'Choose at least one day.' };
  }
  if (fields.every !== 'month') return {};
  if (fields.monthdays.trim() === '') return { monthdays: 'Write days such as 1, 15 or last.' };
  const days = readSchedule(`monthly ${fields.monthdays} at 09:00`, 'UTC');
  return days.kind === 'problem' ? { monthdays: days.sentence } : {};
}

function scheduleIn(fields: DigestFields): Schedule | null {
  if (Object.keys(problemWithTimes(fields)).length > 0) return null;
  const reading = readSchedule(scheduleWords(fields), fields.zone);
  return reading.kind === 'schedule' && fields.zone !== '' ? reading.schedule : null;
}

function scheduleWords({ every, weekdays, monthdays, times }: DigestFields): string {
  switch (every) {
    case 'day':
      return `daily at ${times}`;
    case 'weekday':
      return `weekdays at ${times}`;
    case 'week': {
      const names = weekdays.split(' ').map((day) => DAY_NAMES[Number(day) - 1] ?? '');
      return `weekly ${names.join(' ')} at ${times}`;
    }
    case 'month':
      return `monthly ${monthdays} at ${times}`;
  }
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function fieldsOf(
  { who }: Call,
  { every, days, times, timeZone }: Schedule,
  { only, except, quiet, daysAhead, staleAfter }: DigestChoices,
): DigestFields {
  const typed = (filters: readonly DigestFilter[]): string =>
    filters.map((one) => filterToType(one, who.id)).join(', ');
  return {
    every,
    weekdays: every === 'week' ? days.join(' ') : '',
    monthdays:
      every === 'month' ? days.map((day) => (day === 31 ? 'last' : String(day))).join(', ') : '',
    times: times.join(', '),
    zone: timeZone,
    only: typed(only),
    except: typed(except),
    quiet: quiet ? 'on' : 'off',
    ahead: String(daysAhead),
    stale: String(staleAfter),
  };
}

/** What is filled in so far. Slack leaves out what is empty. */
function fieldsIn(call: Call, { digest }: DigestSpot, { fields }: FilledIn): DigestFields {
  const field = (name: string): string => fields.get(name) ?? '';
  const every = OFTEN.find((one) => one === field('every')) ?? 'day';
  return {
    every,
    weekdays: field('weekdays'),
    monthdays: field('monthdays'),
    times: field('times'),
    zone: field('zone') || (digest?.schedule.timeZone ?? call.who.timeZone),
    only: field('only'),
    except: field('except'),
    quiet: field('quiet') === 'off' ? 'off' : 'on',
    ahead: field('ahead'),
    stale: field('stale'),
  };
}

const OFTEN: readonly Schedule['every'][] = ['day', 'weekday', 'week', 'month'];

function usualSchedule({ who }: Call): Schedule {
  return { every: 'weekday', days: [], times: [USUAL_TIME], timeZone: who.timeZone };
}

async function spotOfForm(call: Call, { keep }: FilledIn): Promise<SpotReading> {
  const { whose, channelId }: { whose: string; channelId: string | null } = JSON.parse(keep);
  return spotOf(call, { isMine: whose === 'mine', channelId });
}

function problems(found: Readonly<Record<string, string>>): FieldsRead {
  return { kind: 'problems', problems: found };
}
