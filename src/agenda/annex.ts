/** Between an agenda's id and the number of an annex: no id and no key that people type has it. */
const SIGN = '~';

/** The id of an agenda's annex: the part of the agenda that fewer people may see. */
export function annexId(agendaId: string, number: number): string {
  return `${rootOf(agendaId)}${SIGN}${number}`;
}

/** A key or id that nothing outside this annex can have, so that nobody can tell from a clash that it is there. */
export function keyInAnnex(annex: string, words: string): string {
  const [, number] = annex.split(SIGN);
  const [plain = ''] = words.split(SIGN);
  return number === undefined ? plain : `${plain}${SIGN}${number}`;
}

/** The agenda that an annex belongs to; an agenda itself. */
export function rootOf(agendaId: string): string {
  const [root = ''] = agendaId.split(SIGN);
  return root;
}

/** True for the id of an annex. */
export function isAnnex(agendaId: string): boolean {
  return agendaId.includes(SIGN);
}

/** Where an issue is kept: in the agenda or, as its key tells, in one of its annexes. */
export function homeOf(agendaId: string, key: string): string {
  const [, number] = key.split(SIGN);
  return number === undefined ? rootOf(agendaId) : annexId(agendaId, Number(number));
}
