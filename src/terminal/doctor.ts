import { type Config, type Environment, readConfig } from '../config.ts';
import { checkRecord } from './check-record.ts';
import { checkSlack } from './check-slack.ts';
import { type Finding, fix, note, ok } from './finding.ts';
import { print, printProblem } from './print.ts';
import { EXIT, type Exit } from './terminal-call.ts';

/** `doctor`: looks at all that Summit needs, changes nothing, and says what to do where something is wrong. */
export async function doctorWord(
  words: readonly string[],
  url: string,
  env: Environment,
): Promise<Exit> {
  if (words.length > 0) {
    printProblem('Say nothing after it: doctor');
    return EXIT.misused;
  }

  let fixes = 0;
  for await (const { kind, text } of findings(url, env)) {
    if (kind === 'fix') fixes += 1;
    await print(`${kind}: ${text}\n`);
  }
  const verdict = fixes === 1 ? 'There is one thing to fix.' : `There are ${fixes} things to fix.`;
  await print(`${fixes === 0 ? 'All is well.' : verdict}\n`);
  return fixes === 0 ? EXIT.answered : EXIT.refused;
}

async function* findings(url: string, env: Environment): AsyncGenerator<Finding> {
  const reading = readConfig(env);
  if (reading.kind === 'problems') {
    for (const problem of reading.problems) yield fix(problem);
  } else {
    yield ok(`The settings can be used: ${settingsInWords(reading.config)}.`);
  }
  const config = reading.kind === 'config' ? reading.config : null;
  yield* checkRecord(url, config);
  if (config === null) yield note('Slack is asked once the settings can be used.');
  else yield* checkSlack(config);
}

function settingsInWords({ door, installed }: Config): string {
  const how = door.kind === 'socket' ? 'Socket Mode' : 'HTTP';
  return `${how}, ${installed.kind === 'one' ? 'one workspace' : 'many workspaces'}`;
}
