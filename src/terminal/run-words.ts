import { answer } from '../../commands/index.ts';
import type { Call, Reply } from '../../commands/command.ts';
import { DatabaseProblem } from '../../db/database-problem.ts';
import { closeDatabase, type Db, openDatabase, problemWith } from '../../db/open.ts';
import { sightedBy } from '../../db/sighted.ts';
import { OPERATORS } from '../access/sight.ts';
import { type Environment, isTimeZone } from '../config.ts';
import { asEntities, unescapeText } from '../messages/escape.ts';
import { print, printProblem } from './print.ts';
import { EXIT, type Exit, TERMINAL, type TerminalCall } from './terminal-call.ts';

const DATABASE = 'sqlite:data/summit.db';

/** Runs what was typed after `npm run summit --`: any command, or a word that only the terminal knows. */
export async function runWords(typed: readonly string[], env: Environment): Promise<Exit> {
  const asJson = typed[0] === '--json';
  const words = asJson ? typed.slice(1) : typed;
  const timeZone = env['SUMMIT_TIME_ZONE']?.trim() || 'UTC';
  if (!isTimeZone(timeZone)) {
    printProblem(
      'SUMMIT_TIME_ZONE is not a time zone: give its IANA name, such as Europe/Berlin or UTC.',
    );
    return EXIT.refused;
  }

  const url = env['DATABASE_URL']?.trim() || DATABASE;
  let db: Db | null = null;
  try {
    if (words[0] === 'restore') {
      const { restoreWord } = await import('./restore.ts');
      return await restoreWord({ url, words: words.slice(1), now: Temporal.Now.instant() });
    }
    if (words[0] === 'move') return await (await import('./move.ts')).moveWord(words.slice(1));
    if (words[0] === 'doctor') {
      const { doctorWord } = await import('./doctor.ts');
      return await doctorWord(words.slice(1), url, env);
    }
    db = await openDatabase(url);
    const by = `terminal:${env['USER'] ?? 'someone'}`;
    const now = Temporal.Now.instant();
    const terminalWord = await wordOfTerminal(words[0]);
    if (terminalWord !== null) return await terminalWord({ db, words: words.slice(1), by, now });
    return await runCommand({ db, by, now, timeZone, words, asJson });
  } catch (error) {
    const problem = await problemOf(error, url);
    if (problem === null) throw error;
    printProblem(problem);
    return EXIT.refused;
  } finally {
    if (db !== null) await closeDatabase(db);
  }
}

/** Loaded only when asked for, so that an answer doesn't wait for what an import needs. */
async function wordOfTerminal(
  word: string | undefined,
): Promise<((call: TerminalCall) => Promise<Exit>) | null> {
  switch (word) {
    case 'import':
      return (await import('./import.ts')).importWord;
    case 'export':
      return (await import('./export.ts')).exportWord;
    case 'backup':
      return (await import('./backup.ts')).backupWord;
    case 'verify':
      return (await import('./verify.ts')).verifyWord;
    default:
      return null;
  }
}

async function runCommand({
  db,
  by,
  now,
  timeZone,
  words,
  asJson,
}: {
  readonly timeZone: string;
  readonly asJson: boolean;
} & TerminalCall): Promise<Exit> {
  const call: Call = {
    // Slack hands over what is typed escaped; a shell does not.
    text: asEntities(words.join(' ')),
    who: { id: by, timeZone },
    where: TERMINAL,
    now,
    db: await sightedBy(db, OPERATORS),
    inputId: null,
  };
  const reply = await answer(call);
  await print(`${asJson ? JSON.stringify(machineReadable(reply)) : plain(reply)}\n`);
  return exitOf(reply);
}

function exitOf({ problem, share }: Reply): Exit {
  // No channel is here to post to.
  if (share !== undefined) return EXIT.refused;
  if (problem === undefined) return EXIT.answered;
  return problem === 'usage' ? EXIT.misused : EXIT.refused;
}

function machineReadable(reply: Reply): object {
  const { outcome, issues, message } = reply;
  return { outcome, issues, text: plain(reply), blocks: message.blocks };
}

function plain({ message }: Reply): string {
  return unescapeText(message.text);
}

/** The sentence for what someone can do something about; null for a mistake of ours. */
async function problemOf(error: unknown, url: string): Promise<string | null> {
  if (error instanceof DatabaseProblem) return error.message;
  const known = await problemWith(error, url);
  return known instanceof DatabaseProblem ? known.message : null;
}
