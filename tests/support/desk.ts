import { sql } from 'kysely';
import { allCommands } from '../../commands/index.ts';
import type { Call, Command, CommandForm, Person } from '../../commands/command.ts';
import type { Db } from '../../db/open.ts';
import type { Form } from '../../src/messages/form.ts';
import { agendaOf } from './agenda-of.ts';
import { ask } from './ask.ts';
import { emptyDb, put } from './db.ts';

/** Two days after the meeting of the agenda of names, at noon at its venue. */
export const NOON = Temporal.Instant.from('2026-05-04T12:00:00Z');
export const TODAY = '2026-05-04';

export const ALICE: Person = { id: 'U0ALICE', timeZone: 'UTC' };
export const BOB: Person = { id: 'U0BOB', timeZone: 'UTC' };

/** Three issues, each on the agenda since 1 May 2026. */
export async function deskDb(): Promise<Db> {
  const db = await emptyDb();
  const issues = [
    { key: 'grain', title: 'Grain exports' },
    { key: 'fish', title: 'Fishing rights', aliases: ['nets'] },
    { key: 'ai-talks', title: 'AI talks' },
  ];
  await put(db, agendaOf(issues));
  return db;
}

/** What Summit answers to Alice at noon, or to somebody else so many minutes later. */
export async function say(
  db: Db,
  text: string,
  { minutes = 0, ...how }: { minutes?: number } & Parameters<typeof ask>[2] = {},
): ReturnType<typeof ask> {
  return ask(db, text, { who: ALICE, now: NOON.add({ minutes }), ...how });
}

/** The entries of an issue as they were recorded: `2026-05-04 agreed: the note`, with `ended` before those that count no more. */
export async function entriesOf(db: Db, key: string): Promise<string[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['date', 'status', 'note', 'ended_at'])
    .where('issue_key', '=', key)
    .orderBy('date')
    .orderBy('recorded_at')
    .orderBy(sql`rowid`)
    .execute();
  return rows.map(
    ({ date, status, note, ended_at: ended }) =>
      `${ended === null ? '' : 'ended '}${date} ${status}${note === '' ? '' : `: ${note}`}`,
  );
}

/** The same of the last one that counts. */
export async function lastEntryOf(db: Db, key: string): Promise<string | undefined> {
  return (await entriesOf(db, key)).findLast((entry) => !entry.startsWith('ended'));
}

/** What stands in the fields of a form before anyone fills it in. */
export function filledIn({ blocks }: Form): Record<string, unknown> {
  const fields = blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const { element } = block;
    const value =
      'initial_value' in element
        ? element.initial_value
        : 'initial_option' in element
          ? element.initial_option?.value
          : 'initial_date' in element
            ? element.initial_date
            : undefined;
    return [[block.block_id ?? '', value] as const];
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** All that a form says beside its fields. */
export function hintsIn({ blocks }: Form): string {
  return JSON.stringify(blocks.filter(({ type }) => type !== 'input'));
}

/** The form of a word, and a call from Alice to try it with. */
export function formOf(
  db: Db,
  name: string,
  how: { who?: Person; minutes?: number; inputId?: string } = {},
): {
  readonly revise: (fields: object, keep: string) => ReturnType<CommandForm['revise']>;
  readonly submit: (fields: object, keep: string) => ReturnType<CommandForm['submit']>;
} {
  const form = commandCalled(name).form;
  if (form === undefined) throw new Error(`${name} has no form`);
  const call: Call = {
    text: '',
    who: how.who ?? ALICE,
    where: { teamId: 'T0SUMMIT', channelId: 'C0DESK' },
    now: NOON.add({ minutes: how.minutes ?? 0 }),
    db,
    inputId: how.inputId ?? null,
  };
  return {
    revise: (fields, keep) => form.revise(call, { fields: new Map(Object.entries(fields)), keep }),
    submit: (fields, keep) => form.submit(call, { fields: new Map(Object.entries(fields)), keep }),
  };
}

function commandCalled(name: string): Command {
  const command = allCommands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`No word is called ${name}`);
  return command;
}
