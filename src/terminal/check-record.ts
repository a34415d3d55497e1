import { DatabaseProblem } from '../../db/database-problem.ts';
import { diskOf } from '../../db/disk.ts';
import { examineRecord, type ExaminedInstallation } from '../../db/examine.ts';
import { isPostgres, pathOf } from '../../db/open.ts';
import type { Config } from '../config.ts';
import { TokenSeal } from '../slack/token-seal.ts';
import { type Finding, fix, note, ok } from './finding.ts';
import { scopeFindings } from './scope-findings.ts';
import { sizeInWords } from './size-in-words.ts';

/** What a start, an import and the log of a busy day take. */
const ROOM_NEEDED = 200_000_000;

/** Whether the record can be used where it is, and lasts there. */
export async function* checkRecord(url: string, config: Config | null): AsyncGenerator<Finding> {
  let bytes = 0;
  try {
    if (isPostgres(url)) return yield* checkServer(url, config);
    const path = pathOf(url);
    const examined = examineRecord(path);
    if (examined === null) {
      yield ok(`There is no record yet: the first start makes ${path}.`);
    } else {
      bytes = examined.bytes;
      const old = examined.isOlder ? ' The next start brings it up to date.' : '';
      yield ok(`The record ${path} is sound (${sizeInWords(bytes)}).${old}`);
    }
    yield* checkDisk(path, bytes);
    yield* checkInstallations(examined?.installations ?? [], config);
  } catch (error) {
    if (!(error instanceof DatabaseProblem)) throw error;
    yield fix(error.message);
  }
}

async function* checkServer(url: string, config: Config | null): AsyncGenerator<Finding> {
  const { examineServer } = await import('../../db/examine-server.ts');
  const { place, state, installations } = await examineServer(url);
  const old = state === 'older' ? ' The next start brings it up to date.' : '';
  yield state === 'none yet'
    ? ok(`There is no record yet: the first start makes it in PostgreSQL at ${place}.`)
    : ok(`PostgreSQL at ${place} holds the record.${old}`);
  yield* checkInstallations(installations, config);
}

async function* checkDisk(path: string, bytes: number): AsyncGenerator<Finding> {
  const { freeBytes, share } = await diskOf(path);
  const needed = bytes + ROOM_NEEDED;
  const free = `${sizeInWords(freeBytes)} free`;
  yield freeBytes < needed
    ? fix(`There is little room on the disk (${free}): make it ${sizeInWords(needed)} or more.`)
    : ok(`There is room on the disk: ${free}.`);
  yield share === null
    ? ok('The disk is one of this machine.')
    : fix(
        `${path} is on a network share (${share}), where SQLite doesn't hold: move the record to a disk of this machine and set DATABASE_URL to it.`,
      );
}

function* checkInstallations(
  installations: readonly ExaminedInstallation[],
  config: Config | null,
): Generator<Finding> {
  if (config?.installed.kind !== 'many') return;
  const { tokenKeys, oauth } = config.installed;
  const seal = new TokenSeal(tokenKeys);
  if (installations.length === 0) {
    yield note(`Summit is installed nowhere yet: open ${oauth.publicUrl}/slack/install.`);
  }
  for (const { id, name, token, scopes } of installations) {
    const opened = seal.open(token, { id, column: 'token' });
    yield opened.kind === 'opened'
      ? ok(`The token of “${name}” (${id}) can be opened.`)
      : fix(
          `The token of “${name}” (${id}) can not be opened: give the key “${opened.keyId}” back to SUMMIT_TOKEN_KEYS, or have Summit installed there again.`,
        );
    yield* scopeFindings(`In “${name}” the bot`, scopes.split(','));
  }
}
