import { readFileSync } from 'node:fs';
import type { AgendaDocument } from '../src/agenda/document.ts';
import { CPU, P50, P99, PER_SECOND } from './beside-stock.ts';
import { stockOverHttp, stockOverSocket, summitOverHttp, summitOverSocket } from './contenders.ts';
import { askOnce, type Question } from './http-load.ts';
import { EXAMPLE_FILE } from './large-agenda.ts';
import { atLeast, compare, type Measure } from './measure.ts';
import { type Part, type Run, sizeName } from './run.ts';
import { samplePairs } from './sample.ts';

/** An update runs through much more code than a question, and Node compiles it while it runs. */
const WARM_UP = 5;

const STATUSES = ['in talks', 'agreed in principle', 'agreed', 'implementing', 'stalled'];

/** `/summit update …`, each on the disk before it is acknowledged, beside a bare Bolt app. */
export const updates: Part = {
  name: 'updates',
  title: '`/summit update`, durable when acknowledged, beside a bare Bolt app that acks a constant',
  steps: ({ pace }) => 3 * pace.pairs,

  async run(run) {
    const [size] = run.sizes;
    const example = await run.databases.example();
    const http = await measure(run, HTTP, example, exampleKeys());
    const socket = await measure(run, SOCKET, example, exampleKeys());
    const keys = Array.from({ length: size / 2 }, (_, number) => `file-${number}`);
    const larger = await measure(run, HTTP, await run.databases.ofSize(size), keys);
    return [
      ...compare(http, [{ ...PER_SECOND, goal: atLeast(0.25, 0.4) }, P50, P99, CPU]),
      ...named('Socket Mode', compare(socket, [PER_SECOND, P99, CPU])),
      ...named(`${sizeName(size)} issues`, compare(larger, [PER_SECOND, P99, CPU])),
    ];
  },
};

/** The programs at one of Slack's doors. */
interface Door {
  readonly summit: typeof summitOverHttp | typeof summitOverSocket;
  readonly stock: typeof stockOverHttp | typeof stockOverSocket;
}

const HTTP: Door = { summit: summitOverHttp, stock: stockOverHttp };
const SOCKET: Door = { summit: summitOverSocket, stock: stockOverSocket };

function named(where: string, measures: readonly Measure[]): Measure[] {
  return measures.map((one) => ({ ...one, name: `${where}: ${one.name}` }));
}

/** Each update is of another of the issues, at another status and with another note. */
async function measure(
  { ground, databases, pace, onStep }: Run,
  door: Door,
  database: string,
  keys: readonly string[],
): ReturnType<typeof samplePairs> {
  let sent = 0;
  const next = (): Question => {
    sent += 1;
    // Never the same as the time before: that would only add to the note of the day.
    const status = STATUSES[Math.floor(sent / keys.length) % STATUSES.length];
    return {
      text: `update ${keys[sent % keys.length]} ${status} because round ${sent} has ended`,
      expect: 'Recorded for',
    };
  };
  const copy = async () => databases.copyOf(database);
  const { program, port } = await summitOverHttp(ground, await copy(), next)();
  const length = Buffer.byteLength(await askOnce(port, next().text));
  await program.stop();
  const summit = async () => door.summit(ground, await copy(), next)();
  const stock = door.stock(ground, length, () => ({ text: 'update', expect: '....' }));
  return samplePairs(
    { ...pace, warmUpSeconds: WARM_UP * pace.warmUpSeconds },
    summit,
    stock,
    onStep,
  );
}

function exampleKeys(): string[] {
  const { issues }: AgendaDocument = JSON.parse(readFileSync(EXAMPLE_FILE, 'utf8'));
  return issues.map(({ key }) => key);
}
