import { fold } from '../src/agenda/fold.ts';
import type { ListedAgenda } from '../src/agenda/record.ts';

/** The agendas with exactly this id, title or name, else all whose id, title or names hold the words. */
export function agendasCalled(
  agendas: readonly ListedAgenda[],
  words: string,
): readonly ListedAgenda[] {
  const named = agendasNamed(agendas, words);
  if (named.length > 0) return named;
  const wanted = fold(words).squeezed;
  return agendas.filter((one) => namesOf(one).some((name) => name.includes(wanted)));
}

/** The agendas with exactly this id, title or name. */
export function agendasNamed(
  agendas: readonly ListedAgenda[],
  words: string,
): readonly ListedAgenda[] {
  const wanted = fold(words).squeezed;
  return agendas.filter((one) => namesOf(one).includes(wanted));
}

function namesOf({ id, title, names }: ListedAgenda): string[] {
  return [id, title, ...Object.values(names)].map((name) => fold(name).squeezed);
}
