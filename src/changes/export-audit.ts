import type { Db } from '../../db/open.ts';
import { readReadings } from '../../db/readings.ts';
import { readLog } from '../../db/verify/log-lines.ts';

/**
 * All that was changed, and then all that was shown of what only fewer people may see: a line of
 * JSON each, with the hash that vouches for it and for all lines before it in its log.
 */
export async function* exportAudit(db: Db): AsyncGenerator<string> {
  for await (const lines of readLog(db)) {
    yield lines.map((line) => `${JSON.stringify({ log: 'changes', ...line })}\n`).join('');
  }
  for await (const lines of readReadings(db)) {
    yield lines.map((line) => `${JSON.stringify({ log: 'readings', ...line })}\n`).join('');
  }
}
