/** What someone typed after `digest mute`. */
export interface MuteWords {
  /** The words for the issue; empty when there are none. */
  readonly name: string;
  /** `updates`: all but changes of status. */
  readonly level: 'all' | 'updates';
  /** The id of an agenda that is named. */
  readonly agendaId: string | null;
}

/** Reads `fentanyl updates agenda:biden-xi-2023`, `updates of fentanyl`, `fentanyl only status changes`. */
export function readMute(words: string): MuteWords {
  const agendaId = AGENDA.exec(words)?.[1] ?? null;
  const said = words.replace(AGENDA, '').replace(AROUND, '').replace(POLITE, '').trim();
  const level = UPDATES.some((pattern) => pattern.test(said)) ? 'updates' : 'all';
  const name = [...UPDATES, ...ALL].reduce((left, pattern) => left.replace(pattern, ''), said);
  return { name: name.trim(), level, agendaId };
}

const AGENDA = / ?agenda:(\S+)$/i;
const AROUND = /[\s.!?…,;]+$/u;
const POLITE = /(?:,? ?\b(?:please|thanks|thank you))$/i;
const MOVES = '(?:changes (?:of|in) status|status changes?)';
const SAID = [
  '(?:(?:only|just) )?(?:(?:all|its|the|their) )?updates?',
  `(?:only|just|(?:all )?(?:but|except)(?: for)?) (?:the )?${MOVES}`,
  `${MOVES} only`,
].join('|');
const UPDATES = [
  new RegExp(`(?:^| )(?:${SAID})$`, 'i'),
  new RegExp(`^(?:${SAID}) (?:about|for|from|in|of|on|to) `, 'i'),
];
const ALL = [/(?:^| )all$/i, /^all of /i];
