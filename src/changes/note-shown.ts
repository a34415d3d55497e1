import {
  firstRestricted,
  restrictedAmong,
  restrictedCalled,
  type RestrictedIssue,
} from '../../db/markings.ts';
import type { Db } from '../../db/open.ts';
import { addReading, type Reading, wasShownSince } from '../../db/readings.ts';
import { formsInText } from '../agenda/forms-in-text.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Whoever was shown the same just before is not noted again so soon. */
const AGAIN_AFTER = Temporal.Duration.from({ minutes: 15 });

/** In lists longer titles are cut. */
const TITLE_AT_LEAST = 40;

/** Of more than these, only those are held against a text that an index finds in it. */
const FEW = 1_000;

/** To whom something was shown, and where. */
export type Shown = Pick<Reading, 'by' | 'how' | 'place' | 'teamId'>;

/**
 * Notes which of the issues that only fewer people may see stand in some texts, before these are
 * shown.
 */
export async function noteShown(
  view: Db,
  shown: Shown,
  texts: () => readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const few = await firstRestricted(view, FEW + 1);
  if (few.length === 0) return;
  const told = texts().join('\n');
  const restricted = few.length > FEW ? await calledIn(view, told) : few;
  const issues = restricted.filter(
    ({ key, title }) =>
      told.includes(title.slice(0, TITLE_AT_LEAST)) || told.includes(`\`${key}\``),
  );
  if (issues.length === 0) return;
  const since = stamp(now.subtract(AGAIN_AFTER));
  await record(view, async (tx) => {
    for (const { agendaId, key } of issues) {
      const { by, place, teamId, how } = shown;
      if (await wasShownSince(tx, { by, place, teamId, agendaId, key, how }, since)) continue;
      await addReading(tx, { at: stamp(now), teamId, by, place, agendaId, key, how });
    }
  });
}

/** Those that a text may name, by title or by key. */
async function calledIn(view: Db, told: string): Promise<readonly RestrictedIssue[]> {
  const keys = Array.from(told.matchAll(/`([^`\s]+)`/g), ([, key = '']) => key);
  const called = await restrictedCalled(view, formsInText(told));
  return restrictedAmong(view, [...new Set([...keys, ...called])]);
}
