import type { Db } from '../../db/open.ts';
import { stamp } from '../../src/agenda/stamp.ts';

/** What should be gone by now: inputs after two days, messages after a week, and readings after as many whole days. */
export async function listPast(
  db: Db,
  now: Temporal.Instant,
  readingsKept: number,
): Promise<object[]> {
  const day = now.toZonedDateTimeISO('UTC').startOfDay().subtract({ days: readingsKept });
  return [
    ...(await db
      .selectFrom('inputs')
      .select('id')
      .where('at', '<', stamp(now.subtract({ hours: 48 })))
      .execute()),
    ...(await db
      .selectFrom('posts')
      .select('id')
      .where('settled_at', '<', stamp(now.subtract({ hours: 7 * 24 })))
      .execute()),
    // Let go of from the beginning on, up to one that is to stay; the last always is.
    ...(await db
      .selectFrom('readings')
      .select(['seq', 'at'])
      .where('seq', '<', (all) =>
        all.fn.coalesce(
          all
            .selectFrom('readings as kept')
            .select(({ fn }) => fn.min('kept.seq').as('seq'))
            .where('kept.at', '>=', stamp(day.toInstant())),
          all.selectFrom('readings as last').select(({ fn }) => fn.max('last.seq').as('seq')),
        ),
      )
      .execute()),
  ];
}

/** How often readings were let go of. */
export async function timesForgotten(db: Db): Promise<number> {
  const lines = db.selectFrom('audit_lines').select('seq').where('action', '=', 'forget');
  return (await lines.execute()).length;
}
