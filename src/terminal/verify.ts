import { counted } from '../messages/dates.ts';
import type { AuditHead } from '../../db/record/audit.ts';
import { verifyRecord } from '../changes/verify-record.ts';
import { print, printProblem } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { EXIT, type Exit, type TerminalCall } from './terminal-call.ts';
import { whatIsWrong } from './what-is-wrong.ts';

/** `verify [SEQ:HASH]`: tells whether the record is what its log says, and if not, what was altered first. */
export async function verifyWord({ db, words }: TerminalCall): Promise<Exit> {
  const given = words.filter((word) => word !== '--progress');
  const [kept] = given;
  const anchor = kept === undefined ? null : readAnchor(kept);
  if (anchor === undefined || given.length > 1) {
    printProblem('Give the end of the log as verify said it, or nothing: verify [NUMBER:HASH]');
    return EXIT.misused;
  }

  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  const verdict = await verifyRecord(db, anchor, bar.show);
  bar.clear();
  if (verdict.kind !== 'whole') {
    printProblem(await whatIsWrong(db, verdict, anchor));
    return EXIT.refused;
  }
  const { head, entries } = verdict;
  const changes = counted(head.seq, 'change');
  const all = `${changes}, ${counted(entries, 'entry', 'entries')}`;
  const end = head.seq === 0 ? '' : ` It ends in ${head.seq}:${head.hash}.`;
  await print(`The record is whole: ${all}.${end}\n`);
  return EXIT.answered;
}

/** Undefined when it is none. */
function readAnchor(typed: string): AuditHead | undefined {
  const [, seq, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(typed) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}
