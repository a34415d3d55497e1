import { Kysely, sql } from 'kysely';
import type { ExaminedInstallation } from './examine.ts';
import { listDone, newerProblem, stepsAhead } from './migrate.ts';
import type { Db } from './open.ts';
import { movedInPart, placeIn, postgresProblem, PostgresServer } from './postgres.ts';
import { recordVersion } from './version.ts';

/** A record in PostgreSQL, as far as can be seen from here. */
export interface ExaminedServer {
  /** Where it is, without anything secret. */
  readonly place: string;
  readonly state: 'none yet' | 'older' | 'up to date';
  readonly installations: readonly ExaminedInstallation[];
}

/**
 * Looks whether the record can be used, and changes nothing. Throws a `DatabaseProblem` when
 * someone has to do something about it.
 */
export async function examineServer(url: string): Promise<ExaminedServer> {
  const place = placeIn(url);
  const db: Db = new Kysely({ dialect: new PostgresServer({ url, isNew: true }) });
  try {
    const { rows } = await sql<{ is: string }>`
      select current_setting('transaction_read_only') as is
    `.execute(db);
    if (rows[0]?.is === 'on') throw Object.assign(new Error('read only'), { code: READ_ONLY });
    const done = await listDone(db);
    if (done.length === 0) return { place, state: 'none yet', installations: [] };
    const { unknown, missing } = stepsAhead(done);
    if (unknown.length > 0) throw newerProblem(place, unknown);
    if (missing.length > 0) return { place, state: 'older', installations: [] };
    if ((await recordVersion(db)) === null) throw movedInPart(url);
    return { place, state: 'up to date', installations: await listSealed(db) };
  } catch (error) {
    throw postgresProblem(error, url);
  } finally {
    await db.destroy();
  }
}

/** PostgreSQL's code for it. */
const READ_ONLY = '25006';

async function listSealed(db: Db): Promise<ExaminedInstallation[]> {
  const rows = await db
    .selectFrom('installations')
    .select(['id', 'name', 'scopes', 'token'])
    .orderBy('name')
    .execute();
  return rows.flatMap(({ token, ...about }) => (token === null ? [] : [{ ...about, token }]));
}
