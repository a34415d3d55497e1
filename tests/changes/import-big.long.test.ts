import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { writeBigAgenda } from '../support/big-agenda.ts';

/** `SUMMIT_LONG=full` tries the whole size. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const ISSUES = FULL ? 10_000 : 1_000;
const ENTRIES = 100 * ISSUES;
const GIBIBYTE_IN_KILOBYTES = 1024 ** 2;

/** Makes a program say at its end how much memory it had at most. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))`;

test(
  `an agenda of ${ISSUES} issues and ${ENTRIES} entries goes in and out within 1 GiB, telling how far it is`,
  { timeout: 1_800_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'summit-'));
    const file = join(folder, 'big.json');
    await writeBigAgenda(file, { issues: ISSUES, entries: ENTRIES });

    const imported = await summit(folder, ['import', '--progress', file]);
    const count = (number: number): string => number.toLocaleString('en');
    expect(imported.out).toBe(
      `Imported big: ${count(ISSUES)} new issues, ${count(ENTRIES)} new entries.\n`,
    );
    expect(imported.err).toMatch(/[█░]{30} \d+ %/);
    expect(imported.peak).toBeLessThan(GIBIBYTE_IN_KILOBYTES);

    const exported = await summit(folder, ['export']);
    expect(exported.peak).toBeLessThan(GIBIBYTE_IN_KILOBYTES);

    const again = await summit(folder, ['import', exported.outPath]);
    expect(again.out).toBe('Imported big: nothing that was not there already.\n');
    expect(again.peak).toBeLessThan(GIBIBYTE_IN_KILOBYTES);
    rmSync(folder, { recursive: true });
  },
);

interface Run {
  readonly outPath: string;
  /** What was printed, if it isn't long. */
  readonly out: string;
  readonly err: string;
  /** Kilobytes. */
  readonly peak: number;
}

async function summit(folder: string, words: readonly string[]): Promise<Run> {
  const started = performance.now();
  const outPath = join(folder, `${words[0]}-${Math.round(started)}.out`);
  const child = spawn(process.execPath, ['--import', TELL_PEAK, 'src/terminal.ts', ...words], {
    env: { PATH: process.env['PATH'], DATABASE_URL: `sqlite:${folder}/summit.db` },
    stdio: ['ignore', openSync(outPath, 'w'), 'pipe'],
  });
  if (child.stderr === null) throw new Error('stderr is a pipe');
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  const peak = Number(/peak (\d+)/.exec(err)?.[1]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${words[0]}: ${seconds} s, at most ${Math.round(peak / 1024)} MiB`);
  expect(code).toBe(0);
  return { outPath, out: words[0] === 'export' ? '' : readFileSync(outPath, 'utf8'), err, peak };
}
