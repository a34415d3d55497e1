import { agendaFor } from '../../db/agendas.ts';
import type { SpanTold } from '../../db/digest-spans.ts';
import { listNews } from '../../db/news.ts';
import type { Db } from '../../db/open.ts';
import { countStandings } from '../../db/standings.ts';
import type { DigestNews, DigestSpan, IssueInDigest } from '../agenda/digest.ts';
import type { IsoDate } from '../agenda/record.ts';
import { STATUSES } from '../agenda/status.ts';
import { stamp } from '../agenda/stamp.ts';
import type { DigestToRead } from './compose.ts';

/** What there is to tell, one an agenda. */
export async function readDigestNews(
  db: Db,
  {
    digest,
    span,
    told,
    day,
  }: {
    readonly digest: DigestToRead;
    readonly span: DigestSpan;
    readonly told: SpanTold;
    readonly day: IsoDate;
    readonly now: Temporal.Instant;
  },
): Promise<DigestNews[]> {
  const agenda = await agendaFor(db, { teamId: digest.teamId, channelId: digest.place });
  if (agenda === null) return [];
  const asked = { agendaId: agenda.id, notBy: digest.place, since: stamp(span.from) };
  const { lines } = await listNews(db, asked);
  const { counts } = await countStandings(db, agenda, day);
  const seen = new Set<string>();
  const issues = lines.flatMap(({ key, title, action, by, entry }): IssueInDigest[] => {
    if (seen.has(key)) return [];
    seen.add(key);
    const from = entry?.from ?? null;
    const to = entry?.to ?? null;
    const kind = entry === null ? 'facts' : from === null ? 'new' : from === to ? 'update' : 'move';
    const rest = { entry: null, because: null, action, by, others: 0, matched: [] };
    return [{ key, title, kind, from, to, ...rest }];
  });
  return [
    {
      agenda,
      since: told.day,
      until: day,
      issues,
      imports: [],
      ahead: [],
      stale: { after: digest.choices.staleAfter, fresh: [], total: 0 },
      counts: new Map(
        STATUSES.flatMap(({ key }) => (counts[key] === undefined ? [] : [[key, counts[key]]])),
      ),
    },
  ];
}
