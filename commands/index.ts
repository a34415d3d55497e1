import { recordOf } from '../db/sighted.ts';
import { recordVersion } from '../db/version.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { compose, joined } from '../src/messages/pieces.ts';
import { didYouMean } from '../src/messages/which-issue.ts';
import { add } from './add.ts';
import { access } from './access.ts';
import { agenda } from './agenda.ts';
import { alias } from './alias.ts';
import { audit } from './audit.ts';
import { ceiling } from './ceiling.ts';
import { changes } from './changes.ts';
import { digest } from './digest.ts';
import type { Call, Command, CommandForm, FilledIn, Person, Reply, Submission } from './command.ts';
import { helpFor } from './help.ts';
import { history } from './history.ts';
import { keptReply } from './kept-replies.ts';
import { list } from './list.ts';
import { mustMay, unlessNotAllowed } from './may.ts';
import { nearestOf } from './nearest-word.ts';
import { mark } from './mark.ts';
import { owner } from './owner.ts';
import { position } from './position.ts';
import { remind } from './remind.ts';
import { search } from './search.ts';
import { status } from './status.ts';
import { unwatch, watch } from './watch.ts';
import { withdraw } from './withdraw.ts';
import { update } from './update.ts';
import { undo } from './undo.ts';
import { share } from './share.ts';
import { source } from './source.ts';
import { note } from './note.ts';

/** Every word someone can type after `/summit`, in the order the help lists them. */
const commands: readonly Command[] = [
  status,
  list,
  history,
  changes,
  search,
  add,
  update,
  note,
  source,
  withdraw,
  undo,
  alias,
  position,
  owner,
  watch,
  unwatch,
  remind,
  share,
  digest,
  agenda,
  mark,
  ceiling,
  access,
  audit,
];

const help = helpFor(commands);

/** Every command there is, help last. */
export const allCommands: readonly Command[] = [...commands, help];

const byName = new Map(allCommands.map((command) => [command.name, command]));

/** Answers `/summit <text>`, as far as whoever asks may. */
export async function answer(call: Call): Promise<Reply> {
  const said = readWords(call.text);
  return unlessNotAllowed(
    call,
    async () => {
      const version = await recordVersion(recordOf(call.db));
      await mustMay(call, 'read', null, version);
      return answerWords(call, said, version);
    },
    (refusal) => by(said.command, refusal),
  );
}

/** The word that is run for `/summit <text>`; null where the first word is none. */
export function wordCalled(text: string): string | null {
  return readWords(text).command?.name ?? null;
}

/** What comes of a form that was sent, as far as whoever sent it may. */
export async function submit(call: Call, form: CommandForm, filled: FilledIn): Promise<Submission> {
  return unlessNotAllowed(
    call,
    () => form.submit(call, filled),
    (reply) => ({ kind: 'done', reply }),
  );
}

interface Words {
  /** What the first word calls; undefined where it calls nothing. */
  readonly command: Command | undefined;
  readonly word: string;
  readonly rest: string;
}

/** A first word that is no command begins the name of an issue. */
function readWords(text: string): Words {
  const [, word = '', rest = ''] = /^\s*(\S{0,40})\S*\s*(.*)$/s.exec(text) ?? [];
  return { command: word === '' ? help : byName.get(commandWord(word)), word, rest };
}

async function answerWords(
  call: Call,
  { command, word, rest }: Words,
  version: string | null,
): Promise<Reply> {
  if (command === undefined)
    return keptReply(call, version, () => answerAboutIssue(call, word, rest));

  const who = command.byTheClock === true ? await whoAndWhere(call) : call.who;
  const run = async (): Promise<Reply> =>
    by(command, await command.run({ ...call, who, text: rest }));
  return command.writes === true ? run() : keptReply(call, version, run);
}

function by(command: Command | undefined, reply: Reply): Reply {
  return command === undefined ? reply : { ...reply, command: command.name };
}

async function whoAndWhere({ who, ownZone }: Call): Promise<Person> {
  return ownZone === undefined ? who : { ...who, timeZone: await ownZone() };
}

async function answerAboutIssue(call: Call, word: string, rest: string): Promise<Reply> {
  const reply = await status.run(call);
  const nearest =
    reply.outcome === 'none' ? nearestOf([...byName.keys()], commandWord(word)) : null;
  return nearest === null
    ? reply
    : hinting(reply, `${nearest} ${unescapeText(rest).trim().slice(0, 60)}`.trim());
}

/** `“Status:”` is `status`. */
function commandWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/^[\p{P}\p{S}\p{Cf}]+|[\p{P}\p{S}\p{Cf}]+$/gu, '');
}

function hinting(reply: Reply, words: string): Reply {
  const { pieces, ...button } = didYouMean(words);
  return {
    ...reply,
    message: joined(
      compose({ pieces, words: '', buttons: [button], buttonsAreSaid: true }),
      reply.message,
    ),
  };
}
