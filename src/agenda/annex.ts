/** Between an agenda's id and what tells its annex apart: no id and no key that people type has it. */
const SIGN = '~';

/** The id of an agenda's annex: the part of the agenda that fewer people may see. What tells it apart tells nobody how many there are. */
export function annexId(agendaId: string, token: string): string {
  return `${rootOf(agendaId)}${SIGN}${token}`;
}

/** A key or id that nothing outside this annex can have, so that nobody can tell from a clash that it is there. */
export function keyInAnnex(annex: string, words: string): string {
  const token = tokenOf(annex);
  const [plain = ''] = words.split(SIGN);
  return token === null ? plain : `${plain}${SIGN}${token}`;
}

/** A key without what tells its annex apart. */
export function plainKey(key: string): string {
  return rootOf(key);
}

/** The agenda that an annex belongs to; an agenda itself. */
export function rootOf(agendaId: string): string {
  const [root = ''] = agendaId.split(SIGN);
  return root;
}

/** True for the id of an annex. */
export function isAnnex(agendaId: string): boolean {
  return tokenOf(agendaId) !== null;
}

/** Where an issue is kept: in the agenda or, as its key tells, in one of its annexes. */
export function homeOf(agendaId: string, key: string): string {
  const token = tokenOf(key);
  return token === null ? rootOf(agendaId) : annexId(agendaId, token);
}

function tokenOf(id: string): string | null {
  const [, token] = id.split(SIGN);
  return token ?? null;
}
