import { closeDatabase, openDatabase } from '../db/open.ts';
import { markIssue } from '../src/changes/mark.ts';
import type { Mark } from '../src/agenda/marking.ts';
import { CPU, FENTANYL, P50, P99, PER_SECOND } from './beside-stock.ts';
import { summitOverHttp } from './contenders.ts';
import { atLeast, compare } from './measure.ts';
import type { Part } from './run.ts';
import { samplePairs } from './sample.ts';

/** What is restricted of the example agenda, for others than whoever asks. */
const RESTRICTED: Readonly<Record<string, Mark>> = {
  taiwan: { marking: 'RED', room: null, readers: ['U0SOMEONE'] },
  climate: { marking: 'AMBER+STRICT', room: 'G0ROOM', readers: null },
  flights: { marking: 'AMBER+STRICT', room: 'G1ROOM', readers: null },
};

/** The same question where something in the record is not for whoever asks, beside a record that is for all. */
export const gate: Part = {
  name: 'gate',
  title: '`/summit status fentanyl` where some issues are restricted, beside where none is',
  steps: ({ pace }) => 2 * pace.pairs,

  async run(run) {
    const open = await run.databases.example();
    const restricted = await run.databases.copyOf(open);
    await restrict(restricted);
    const pairsOf = async (afresh: { readonly afresh?: true }) =>
      samplePairs(
        run.pace,
        summitOverHttp(run.ground, restricted, () => ({ ...FENTANYL, ...afresh })),
        summitOverHttp(run.ground, open, () => ({ ...FENTANYL, ...afresh })),
        run.onStep,
      );
    const again = compare(await pairsOf({}), [
      { ...PER_SECOND, goal: atLeast(0.95, 1) },
      P50,
      P99,
      CPU,
    ]);
    const afresh = compare(await pairsOf({ afresh: true }), [PER_SECOND, P50, P99, CPU]);
    return [...again, ...afresh.map((one) => ({ ...one, name: `found afresh: ${one.name}` }))];
  },
};

async function restrict(path: string): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  const at = Temporal.Now.instant();
  for (const [key, mark] of Object.entries(RESTRICTED)) {
    const issue = { agendaId: 'biden-xi-2023', key };
    const asked = { by: 'bench', at, inputId: null, deed: 'mark', seen: null, mark: null } as const;
    await markIssue(db, issue, mark, asked);
  }
  await closeDatabase(db);
}
