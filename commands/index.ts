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
import { asFarAsAllowed, mustMay, unlessNotAllowed } from './may.ts';
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
  return asFarAsAllowed(call, async () => {
    const version = await recordVersion(recordOf(call.db));
    await mustMay(call, 'read', null, version);
    return answerWords(call, version);
  });
}

/** What comes of a form that was sent, as far as whoever sent it may. */
export async function submit(call: Call, form: CommandForm, filled: FilledIn): Promise<Submission> {
  return unlessNotAllowed(
    call,
    () => form.submit(call, filled),
    (reply) => ({ kind: 'done', reply }),
  );
}

/** A first word that is no command begins the name of an issue. */
async function answerWords(call: Call, version: string | null): Promise<Reply> {
  const [, word = '', rest = ''] = /^\s*(\S{0,40})\S*\s*(.*)$/s.exec(call.text) ?? [];
  const command = word === '' ? help : byName.get(commandWord(word));
  if (command === undefined)
    return keptReply(call, version, () => answerAboutIssue(call, word, rest));

  const who = command.byTheClock === true ? await whoAndWhere(call) : call.who;
  const run = (): Promise<Reply> => command.run({ ...call, who, text: rest });
  return command.writes === true ? run() : keptReply(call, version, run);
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
