import type { Tx } from '../../db/open.ts';
import type { Write } from '../../db/record/audit.ts';
import { addSource, freeSourceId, sourceAt } from '../../db/record/sources.ts';
import { keyFrom } from '../agenda/key-from.ts';
import type { IsoDate, Source } from '../agenda/record.ts';
import { publisherOf } from '../agenda/web-address.ts';

/** A page someone names as evidence. */
export interface NewSource {
  /** As `readAddress` gives it. */
  readonly url: string;
  /** Who published it; by the name of its site when nobody says. */
  readonly publisher: string | null;
  /** A day or a month; that of what it supports when nobody says. */
  readonly date: string | null;
}

export interface KeptSources {
  readonly sources: readonly Source[];
  readonly writes: readonly Write[];
}

/** Keeps the sources of an entry. The same address is one source, under its first name. */
export async function keepSources(
  tx: Tx,
  agendaId: string,
  given: readonly NewSource[],
  day: IsoDate,
): Promise<KeptSources> {
  const sources: Source[] = [];
  const writes: Write[] = [];
  for (const { url, publisher, date } of given) {
    const known = await sourceAt(tx, agendaId, url);
    if (known !== null) {
      if (!sources.some(({ id }) => id === known.id)) sources.push(known);
      continue;
    }
    const name = publisher ?? publisherOf(url);
    const dated = date ?? day;
    const words = keyFrom(`${name} ${dated}`);
    const source = {
      id: await freeSourceId(tx, agendaId, words),
      publisher: name,
      date: dated,
      url,
    };
    writes.push(await addSource(tx, agendaId, source));
    sources.push(source);
  }
  return { sources, writes };
}
