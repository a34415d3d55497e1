import { insertRows } from '../../db/insert-rows.ts';
import type { Db } from '../../db/open.ts';
import { indexIssue } from '../../db/record/index-issue.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { agendaOf, issueOf, type NamedIssue } from './agenda-of.ts';

const GOODS =
  'Fisheries Grain Methane Customs Uranium Lithium Vaccine Visa Pipeline Tunnel Ferry Satellite Cable Wheat Maize Cocoa Coffee Timber Copper Cobalt Nickel Hydrogen Solar Wind Steel Aluminium Textile Passport'.split(
    ' ',
  );
const PLACES =
  'Aldovia Brenovia Caldora Dravonia Elbonia Florin Genovia Halvania Illyria Jotunheim Kandora Latveria Markovia Novistrana Orsinia Quirm Ruritania Sokovia Urkesh Vespugia Wadiya Xanadu Zubrowka'.split(
    ' ',
  );
const KINDS =
  'access ban corridor dispute export fund inspection licence moratorium permit quota register safety tariff verification'.split(
    ' ',
  );

/** One of many issues that share their words: only its round, or its number, tells some of them apart. */
export function oneOfMany(number: number): NamedIssue {
  const good = GOODS[number % GOODS.length] ?? '';
  const perGood = Math.floor(number / GOODS.length);
  const place = PLACES[perGood % PLACES.length] ?? '';
  const perPlace = Math.floor(perGood / PLACES.length);
  const kind = KINDS[perPlace % KINDS.length] ?? '';
  const round = Math.floor(perPlace / KINDS.length) + 1;
  return {
    key: `${good}-${place}-${kind}-${round}`.toLowerCase(),
    title: `${good} ${kind} with ${place}, round ${round}`,
    names: { 'zh-Hans': `第${number}号议题` },
    aliases: [`File ${number}`],
  };
}

/** Puts so many of them on an agenda called `names`, after one about fentanyl. */
export async function putMany(db: Db, issues: number): Promise<void> {
  const first = agendaOf([
    {
      key: 'fentanyl',
      title: 'Curbs on exports of fentanyl precursor chemicals',
      aliases: ['opioids', 'World Drug Board'],
    },
  ]);
  const recorder = { by: 'U0ALICE', at: Temporal.Instant.from('2026-05-01T00:00:00Z') };
  await importAgenda(db, first, { recorder });

  await db.transaction().execute(async (tx) => {
    for (let number = 0; number < issues; number += 1) {
      const issue = issueOf(oneOfMany(number));
      await insertRows(tx, 'issues', [
        {
          agenda_id: first.dataset.id,
          key: issue.key,
          position: number + 1,
          title: issue.title,
          names: null,
          category: issue.category,
          origin: issue.origin,
          summary: issue.summary,
          owner_note: null,
        },
      ]);
      await indexIssue(tx, first.dataset.id, issue);
    }
  });
}
