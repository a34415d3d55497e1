import type { KnownBlock } from '@slack/types';
import type { Agenda, IsoDate, IssueRef, ListedIssue } from '../agenda/record.ts';
import { recordEnd } from '../agenda/record-end.ts';
import { STATUSES, type StatusKey } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import { unescapeText, visible } from './escape.ts';
import { plain } from './form.ts';
import { homeIssues, type HomeIssue, staleLines } from './home-issues.ts';
import { type HomeNews, newsPieces } from './home-news.ts';
import {
  buttonRow,
  heading,
  lines,
  paragraph,
  type Piece,
  smallPrint,
  toldApart,
} from './pieces.ts';
import { buttonsFor } from './watching.ts';
import { echo } from './which-issue.ts';

/** What someone's Home tab tells while there is an agenda. */
export interface HomeOfAgenda {
  readonly agenda: Agenda;
  readonly today: IsoDate;
  /** The latest news first. */
  readonly owned: readonly HomeIssue[];
  /** Those that are watched and not owned. */
  readonly watched: readonly HomeIssue[];
  readonly news: HomeNews;
  readonly stale: {
    readonly mine: readonly HomeIssue[];
    readonly others: readonly HomeIssue[];
    /** In all, theirs included; `isMore` when nobody counted further. */
    readonly total: number;
    readonly isMore: boolean;
  };
  readonly counts: Readonly<Partial<Record<StatusKey, number>>>;
  readonly notYet: number;
  /** Some with the latest news, for who watches nothing yet. */
  readonly latest: readonly ListedIssue[];
}

/** What someone asked on the tab, and the blocks of the answer. */
export interface HomeAnswer {
  readonly asked: string;
  readonly blocks: readonly KnownBlock[];
}

/** What a Home tab takes. */
const MOST_BLOCKS = 100;
const MOST_BLOCKS_OF_ANSWER = 48;

/** Someone's Home tab; `home` is null while the record is empty. */
export function homeTab(home: HomeOfAgenda | null, answer: HomeAnswer | null): KnownBlock[] {
  const answered = answer === null ? [] : answerBlocks(answer);
  const blocks =
    home === null
      ? [...answered, ...blocksOf(firstSteps())]
      : [askField(answer), ...answered, ...blocksOf(agendaPieces(home))];
  return toldApart(blocks).slice(0, MOST_BLOCKS);
}

function agendaPieces(home: HomeOfAgenda): Piece[] {
  const { agenda, today, owned, watched, news, stale } = home;
  const isNew = owned.length === 0 && watched.length === 0;
  return [
    ...(isNew ? nothingKept(home.latest) : []),
    ...homeIssues('What you own', owned, { today, all: 'list owner:me', does: 'update' }),
    ...homeIssues('What you watch', watched, { today, all: 'watch', does: 'status' }),
    ...newsPieces(news),
    ...staleLines(stale, today),
    ...whereAllStands(home),
    ...smallPrint([
      'About ',
      { bold: cutTo(visible(agenda.title), 150) },
      `. The record runs to ${dateInWords(recordEnd(agenda))}.`,
    ]),
  ];
}

/** A field to type in; a new one after each answer, so that it is empty again. */
function askField(answer: HomeAnswer | null): KnownBlock {
  return {
    type: 'input',
    block_id: answer === null ? 'ask' : `ask ${markOf(answer.asked)}`,
    dispatch_action: true,
    label: plain('Ask about an issue'),
    element: {
      type: 'plain_text_input',
      action_id: 'home:ask',
      placeholder: plain('Part of its name will do. Then press Enter'),
      max_length: 300,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    },
  };
}

/** A number that is another one for other words. */
function markOf(words: string): number {
  let mark = 0;
  for (let at = 0; at < words.length; at += 1) mark = (mark * 31 + words.charCodeAt(at)) >>> 0;
  return mark;
}

function answerBlocks({ asked, blocks }: HomeAnswer): KnownBlock[] {
  // What only buttons say is no news to whoever pressed one.
  const words = unescapeText(asked).replaceAll(/ (?:over|seen):\d+/g, '');
  return [
    ...smallPrint([`You asked: ${echo(words)}`]).flatMap((piece) => piece.blocks),
    ...blocks.slice(0, MOST_BLOCKS_OF_ANSWER),
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'home:close', text: plain('Close this answer') }],
    },
    { type: 'divider' },
  ];
}

/** What to do first while the record is empty. */
function firstSteps(): Piece[] {
  return [
    ...heading('Welcome to Summit'),
    ...paragraph([
      'Summit keeps where each issue of a meeting stands, who says so, and what changed. Its record is still empty. Three ways on:',
    ]),
    ...lines([
      [
        { bold: '1. Import an agenda.' },
        ' Whoever runs Summit types ',
        { code: 'npm run summit -- import examples/biden-xi-2023.json' },
        ' for the example, or names a file of your own.',
      ],
      [
        { bold: '2. Add issues here.' },
        ' Press the button, or type ',
        { code: '/summit add' },
        '.',
      ],
      [{ bold: '3. See what you can say.' }, ' Type ', { code: '/summit help' }, ' anywhere.'],
    ]),
    buttonRow([
      { label: 'Add an issue', say: 'add', primary: true },
      { label: 'What you can say', say: 'help' },
    ]),
  ];
}

function nothingKept(latest: readonly IssueRef[]): Piece[] {
  if (latest.length === 0) return [];
  return [
    ...heading('Begin by watching what matters to you'),
    ...paragraph([
      'You own and watch nothing yet. What moves on an issue you watch is shown here, above all else. The latest news is on these:',
    ]),
    buttonRow(buttonsFor('Watch', 'watch', latest)),
  ];
}

function whereAllStands({ counts, notYet, today }: HomeOfAgenda): Piece[] {
  const totals = STATUSES.flatMap(({ key, emoji, label }) => {
    const issues = counts[key] ?? 0;
    return issues === 0 ? [] : [`${emoji} ${label} ${issues.toLocaleString('en')}`];
  });
  if (notYet > 0) totals.push(`Not yet on the agenda ${notYet.toLocaleString('en')}`);
  const all = Object.values(counts).reduce((sum, issues) => sum + issues, notYet);
  return [
    ...heading(`The whole agenda: ${counted(all, 'issue')}`),
    ...paragraph([
      `Where things stand on ${dateInWords(today)}: ${totals.join(' · ') || 'nothing yet'}`,
    ]),
    ...smallPrint([
      'Anywhere in Slack, ',
      { code: '/summit' },
      ' and an issue’s name tells where it stands, and ',
      { code: '/summit help' },
      ' what else there is.',
    ]),
    buttonRow([
      { label: 'See all', say: 'status' },
      { label: 'What changed', say: 'changes' },
      { label: 'Add an issue', say: 'add' },
      { label: 'Other agendas', say: 'agenda' },
      { label: 'What you can say', say: 'help' },
    ]),
  ];
}

function blocksOf(pieces: readonly Piece[]): KnownBlock[] {
  return pieces.flatMap(({ blocks }) => blocks);
}
