import { closeDatabase, openDatabase } from '../db/open.ts';
import { moveRecord } from '../src/changes/move-record.ts';
import { freshServerDatabase, startServer } from '../tests/support/postgres.ts';
import { CPU, FENTANYL, P50, P99, PER_SECOND } from './beside-stock.ts';
import { summitOverHttp } from './contenders.ts';
import { compare } from './measure.ts';
import type { Part } from './run.ts';
import { samplePairs } from './sample.ts';

/** The same question of the same record, kept in PostgreSQL and in a file. */
export const onPostgres: Part = {
  name: 'postgres',
  title: '`/summit status fentanyl` from PostgreSQL, beside the same from a file',
  steps: ({ pace }) => 2 * pace.pairs,

  async run(run) {
    const server = await startServer();
    try {
      const file = await run.databases.example();
      const url = await freshServerDatabase(server.url);
      await moveTo(url, file);
      const pairsOf = async (afresh: { readonly afresh?: true }) =>
        samplePairs(
          run.pace,
          summitOverHttp(run.ground, url, () => ({ ...FENTANYL, ...afresh })),
          summitOverHttp(run.ground, file, () => ({ ...FENTANYL, ...afresh })),
          run.onStep,
        );
      const figures = [PER_SECOND, P50, P99, CPU];
      const again = compare(await pairsOf({}), figures);
      const afresh = compare(await pairsOf({ afresh: true }), figures);
      return [...again, ...afresh.map((one) => ({ ...one, name: `found afresh: ${one.name}` }))];
    } finally {
      await server.stop();
    }
  },
};

/** Moves what is in a file to a database on a server. */
export async function moveTo(url: string, file: string): Promise<void> {
  const from = await openDatabase(`sqlite:${file}`);
  await moveRecord(from, url, () => undefined);
  await closeDatabase(from);
}
