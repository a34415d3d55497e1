import type { Db } from '../../db/open.ts';
import type { Write } from '../../db/record/audit.ts';
import { hashOfDesk } from '../../db/record/issue-facts.ts';
import type { KeptLine } from '../../db/verify/log-lines.ts';
import { entriesNow, type EntryNow, hashNow, type RowName } from '../../db/verify/rows-now.ts';
import type { Told } from '../../db/verify/unwritten-rows.ts';

/** A row that isn't what the last line that wrote it made of it. */
export interface AlteredRow extends RowName {
  /** The line that wrote it last. */
  readonly line: number;
  /** The issue of that line. */
  readonly issueKey: string | null;
  /** `added`: there, though the line took it away, or ended though no line ended it. */
  readonly how: 'added' | 'changed' | 'missing';
}

/** What a line says of a row: its hash, or null where it must not be there. */
interface Written extends RowName {
  readonly line: number;
  readonly issueKey: string | null;
  readonly hash: string | null;
}

/**
 * The rows that the log wrote, held against what they are now, line by line. A row that
 * differs may have been written again later on, so it is only remembered until then.
 */
export class RowsOfLog {
  readonly #db: Db;
  readonly #altered = new Map<string, AlteredRow>();
  readonly #agendas = new Set<string>();
  readonly #sources = new Set<string>();
  readonly #channels = new Set<string>();
  readonly #grants = new Set<string>();
  readonly #ceilings = new Set<string>();
  readonly #workspaces = new Set<string>();
  #entries = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Goes on with the next lines, in their order. */
  async compare(lines: readonly KeptLine[]): Promise<void> {
    const written = lines.flatMap(writtenBy);
    const ids = written.flatMap(({ kind, id }) => (kind === 'entry' ? [id] : []));
    const ended = written.flatMap(({ kind, id }) => (kind === 'end' ? [id] : []));
    const entries = await entriesNow(this.#db, [...new Set([...ids, ...ended])]);
    const others = new Map<string, string | null>();
    for (const row of written) {
      this.#count(row);
      this.#hold(row, await this.#now(row, entries, others));
    }
  }

  /** The one that was written first of all that differ from what was written. */
  firstAltered(): AlteredRow | null {
    let first: AlteredRow | null = null;
    for (const row of this.#altered.values()) {
      if (first === null || row.line < first.line) first = row;
    }
    return first;
  }

  /** What the lines so far tell of. */
  told(): Told {
    return {
      entries: this.#entries,
      agendas: this.#agendas,
      sources: this.#sources,
      channels: this.#channels,
      grants: this.#grants,
      ceilings: this.#ceilings,
      workspaces: this.#workspaces,
    };
  }

  async #now(
    row: Written,
    entries: ReadonlyMap<string, EntryNow>,
    others: Map<string, string | null>,
  ): Promise<string | null> {
    if (row.kind === 'entry' || row.kind === 'end') return entries.get(row.id)?.[row.kind] ?? null;
    const name = nameOf(row);
    const known = others.get(name);
    if (known !== undefined) return known;
    const now = await hashNow(this.#db, row);
    others.set(name, now);
    return now;
  }

  #hold({ hash, ...row }: Written, now: string | null): void {
    const name = nameOf(row);
    if (hash === now) this.#altered.delete(name);
    else {
      const how = hash === null ? 'added' : now === null ? 'missing' : 'changed';
      this.#altered.set(name, { ...row, how });
    }
  }

  #count({ kind, agendaId, id, hash }: Written): void {
    switch (kind) {
      case 'entry':
        this.#entries += hash === null ? -1 : 1;
        break;
      case 'agenda':
        this.#agendas.add(id);
        break;
      case 'source':
        this.#sources.add(`${agendaId} ${id}`);
        break;
      case 'channel':
        this.#channels.add(id);
        break;
      case 'grant':
        this.#grants.add(id);
        break;
      case 'ceiling':
        this.#ceilings.add(id);
        break;
      case 'workspace':
        this.#workspaces.add(id);
        break;
      case 'desk':
      case 'end':
      case 'issue':
        break;
    }
  }
}

function nameOf({ kind, agendaId, id }: RowName): string {
  return kind === 'entry' || kind === 'end' ? `${kind} ${id}` : `${kind} ${agendaId} ${id}`;
}

const NOBODY = hashOfDesk([]);

/** What a line wrote, and what goes without saying with it. */
function writtenBy(line: KeptLine): Written[] {
  const of = { agendaId: line.agenda_id ?? '', issueKey: line.issue_key, line: line.seq };
  const writes: readonly Write[] = JSON.parse(line.writes);
  return writes.flatMap(([kind, id, hash]): Written[] => {
    if (kind === 'entry') {
      // An entry counts until a line ends it.
      return [
        { ...of, kind, id, hash },
        { ...of, kind: 'end', id, hash: null },
      ];
    }
    if (kind !== 'gone') return [{ ...of, kind, id, hash }];
    if (hash === 'grant' || hash === 'ceiling') return [{ ...of, kind: hash, id, hash: null }];
    if (hash === 'entry') {
      return [
        { ...of, kind: 'entry', id, hash: null },
        { ...of, kind: 'end', id, hash: null },
      ];
    }
    return [
      { ...of, kind: 'issue', id, hash: null },
      { ...of, kind: 'desk', id, hash: NOBODY },
    ];
  });
}
