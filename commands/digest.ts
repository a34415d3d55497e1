import { unescapeText } from '../src/messages/escape.ts';
import { type DigestVerb, type DigestWords, readDigestWords } from '../src/agenda/read-digest.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import { commandHelp } from '../src/messages/help.ts';
import { compose } from '../src/messages/pieces.ts';
import { type Call, type Command, isAtTerminal, type Reply } from './command.ts';
import { changeState } from './digest-state.ts';
import { digestForm, showDigestForm } from './digest-form.ts';
import { muteByWords } from './digest-mute.ts';
import { previewByWords, previewInTerminal } from './digest-preview.ts';
import { setByWords } from './digest-set.ts';
import { showDigest } from './digest-show.ts';
import { type DigestSpot, spotOf } from './digest-spot.ts';
import { misuse, tell } from './reply.ts';

/** `/summit digest weekdays 08:30 only:tension`: what changed, told where it was asked for. */
export const digest: Command = {
  name: 'digest',
  takes: '[me] [daily | weekdays | weekly mon | monthly 1] [09:00] [only:…] [except:…]',
  summary: 'Have what changed told to this channel, or to you, at set times',
  examples: [
    'digest weekdays 08:30 Europe/Brussels',
    'digest me daily 08:00 only:mine',
    'digest weekly mon 09:00 only:tension,status=stalled except:"arms control" quiet:off',
    'digest preview',
    'digest',
  ],
  detail:
    'Alone it shows when the next ones come, what they tell and how the last ones went. Other words: off, pause, resume, now, preview, form, mute <issue>, unmute <issue>. Several times a day: daily 09:00 17:00. Filters: a category, a status, an issue, owner=@person, mine, watched, agenda=NAME. Options: quiet:on or off, days-ahead:7, stale:30, zone:Brussels.',
  writes: true,
  byTheClock: true,
  form: digestForm,
  async run(call) {
    const words = readDigestWords(unescapeText(call.text));
    const { verb } = words;
    if (verb === 'help') {
      return tell(compose({ pieces: commandHelp(digest), words: 'help digest', part: words.part }));
    }
    if (verb === 'preview' && isAtTerminal(call)) {
      return previewInTerminal(call, words.part);
    }
    const reading = await spotOf(call, words);
    return reading.kind === 'refused'
      ? reading.reply
      : answerAbout(call, reading.spot, { ...words, verb });
  },
};

async function answerAbout(
  call: Call,
  spot: DigestSpot,
  said: DigestWords & { readonly verb: Exclude<DigestVerb, 'help'> | null },
): Promise<Reply> {
  const { verb, words, options, part } = said;
  const isAlone =
    words === '' && options.kind === 'options' && Object.keys(options.choices).length === 0;
  switch (verb) {
    case null:
      return isAlone ? showDigest(call, spot, part) : setByWords(call, spot, said);
    case 'show':
      return isAlone ? showDigest(call, spot, part) : misuse(standsAlone(spot, verb));
    case 'preview':
      return previewByWords(call, spot, said);
    case 'mute':
    case 'unmute':
      return muteByWords(call, spot, verb, words);
    case 'form':
      return showDigestForm(call, spot, said);
    case 'off':
    case 'pause':
    case 'resume':
    case 'now':
      return isAlone ? changeState(call, spot, verb) : misuse(standsAlone(spot, verb));
  }
}

function standsAlone({ whose }: DigestSpot, verb: DigestVerb): string {
  return `“${verb}” stands alone: /summit ${digestToType(whose)} ${verb}.`;
}
