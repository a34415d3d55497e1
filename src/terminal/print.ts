import { once } from 'node:events';

/** Prints what was asked for. Waits for a reader that is slow, so that nothing piles up. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Prints what stands in the way, beside the answer. */
export function printProblem(text: string): void {
  process.stderr.write(`${text}\n`);
}
