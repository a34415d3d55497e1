import { commandHelp, helpList } from '../src/messages/help.ts';
import { compose } from '../src/messages/pieces.ts';
import type { Command } from './command.ts';
import { nearestOf } from './nearest-word.ts';
import { readCount, readOptions } from './options.ts';
import { tell } from './reply.ts';

/** `/summit help [word]`: made from the commands themselves. */
export function helpFor(commands: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    takes: '[word]',
    summary: 'See what you can say',
    examples: ['help', 'help status'],
    async run({ text }) {
      const { words, options } = readOptions(text, []);
      const part = readCount(options.get('part'));
      const all = [...commands, help];
      const asked = all.find(({ name }) => name === words.toLowerCase());
      if (asked !== undefined)
        return tell(compose({ pieces: commandHelp(asked), words: `help ${asked.name}`, part }));

      const names = all.map(({ name }) => name);
      return tell(
        compose({
          pieces: helpList(all, words, words === '' ? null : nearestOf(names, words)),
          words: 'help',
          part,
          buttons: [
            { label: 'The whole agenda', say: 'status', primary: true },
            { label: 'What changed', say: 'changes' },
          ],
        }),
      );
    },
  };
  return help;
}
