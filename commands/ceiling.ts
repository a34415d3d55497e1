import { ceilingOf } from '../db/ceilings.ts';
import { recordOf } from '../db/sighted.ts';
import { readMarking } from '../src/agenda/marking.ts';
import { changeCeiling } from '../src/changes/set-ceiling.ts';
import { ceilingChanged, ceilingShown } from '../src/messages/ceiling.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { echo } from '../src/messages/which-issue.ts';
import { askedBy } from './asked.ts';
import type { Command } from './command.ts';
import { readOptions } from './options.ts';
import { misuse, refused, tell } from './reply.ts';

/** `/summit ceiling AMBER`: how much a channel may be shown. */
export const ceiling: Command = {
  name: 'ceiling',
  takes: '[CLEAR | GREEN | AMBER | usual]',
  summary: 'See or say how much this channel may be shown',
  examples: ['ceiling', 'ceiling AMBER', 'ceiling usual'],
  detail:
    'A public channel is shown what is GREEN, or AMBER once an admin says so. A private one is shown AMBER+STRICT. With guests in it, either is shown GREEN. A channel that is shared with another organisation is shown nothing, or what is CLEAR once an admin says so. RED is never posted.',
  writes: true,
  async run(call) {
    const { words } = readOptions(call.text, []);
    const { teamId, channelId } = call.where;
    if (!/^[CG]/.test(channelId)) {
      return refused('Say it in the channel it is about: /summit ceiling.');
    }
    if (words === '') {
      const allowed = await ceilingOf(recordOf(call.db), { teamId, channelId });
      const seen = (await call.ceilingHere?.()) ?? null;
      return tell(compose({ pieces: ceilingShown(seen, allowed), words: '' }));
    }
    const marking = readMarking(words);
    const isUsual = /^(?:usual|default|remove)$/i.test(words);
    if (!isUsual && (marking === null || marking === 'AMBER+STRICT' || marking === 'RED')) {
      return misuse(
        `“${echo(words)}” is no ceiling. Type /summit ceiling CLEAR, GREEN, AMBER or usual.`,
      );
    }
    const asked = await askedBy(call, 'ceiling', null);
    const wanted = isUsual ? null : (marking as 'AMBER' | 'CLEAR' | 'GREEN');
    const outcome = await changeCeiling(call.db, { teamId, channelId }, wanted, asked);
    if (outcome === 'repeated') return tell(notice(REPEATED));
    const seen = (await call.ceilingHere?.()) ?? null;
    return tell(compose({ pieces: ceilingChanged(wanted, seen), words: '' }));
  },
};
