import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import {
  USUAL_CHOICES,
  type DigestFilter,
  type DigestNews,
  type IssueInDigest,
} from '../../src/agenda/digest.ts';
import { type DigestFacts, digestMessages } from '../../src/messages/digest.ts';
import {
  at,
  buttonsOf,
  entry,
  facts,
  issue,
  linesOf,
  MOVED,
  news,
  valuesOn,
} from './digest-facts.ts';

describe('the chart', () => {
  const counts: DigestNews['counts'] = new Map([
    ['agreed', 6],
    ['stalled', 7],
  ]);
  const stalled = issue('taiwan', 'Taiwan', { kind: 'move', from: 'in-talks', to: 'stalled' });

  test('shows where issues stand and where they moved, and says the same in its text', () => {
    const [, chart] = digestMessages(facts({ issues: [MOVED, stalled], counts }));
    expect(chart?.message.blocks).toEqual([
      {
        type: 'data_visualization',
        title: 'Where the issues stand',
        chart: {
          type: 'pie',
          segments: [
            { label: 'Agreed', value: 6 },
            { label: 'No movement', value: 7 },
          ],
        },
      },
      {
        type: 'data_visualization',
        title: 'Where issues moved to, 15–16 Nov 2023',
        chart: {
          type: 'bar',
          series: [
            {
              name: 'Issues',
              data: [
                { label: 'Agreed', value: 1 },
                { label: 'No movement', value: 1 },
              ],
            },
          ],
          axis_config: { categories: ['Agreed', 'No movement'], y_label: 'Issues' },
        },
      },
    ]);
    const said = [
      'Where the issues stand (13 issues)',
      'Agreed: 6 · No movement: 7',
      'Where issues moved to, 15–16 Nov 2023 (2 issues)',
      'Agreed: 1 · No movement: 1',
    ].join('\n');
    expect(chart?.message.text).toBe(said);
    expect(chart?.plain?.text).toBe(said);
    expect(chart?.plain?.blocks.map(({ type }) => type)).toEqual(['section', 'section']);
  });

  test('is left out where there is one status and one move', () => {
    const parts = digestMessages(facts({ issues: [MOVED], counts: new Map([['agreed', 3]]) }));
    expect(JSON.stringify(parts)).not.toContain('data_visualization');
    expect(parts.every(({ plain }) => plain === null)).toBe(true);
  });
});

describe('the thread', () => {
  test('tells of an issue why, who says so, where that is written, and who recorded it', () => {
    const source = {
      id: 's',
      publisher: 'Reuters',
      date: '2023-11-15',
      url: 'https://reuters.example/a',
    };
    const full = {
      ...MOVED,
      others: 2,
      entry: entry({ ...MOVED.entry, note: 'Both sides say so.', sources: [source] }),
    };
    const [, details] = digestMessages(facts({ issues: [full] }));
    expect(details?.message.text).toBe(
      [
        'Moves',
        '🤝 Fentanyl: In talks → Agreed, 15 Nov 2023',
        'Both sides say so.',
        'Who says so: Joe Biden; Xinhua · verified, high confidence',
        'Sources: Reuters (https://reuters.example/a) (15 Nov 2023)',
        'Recorded by <@U0BOB>, and 2 changes before that.',
        'Mute: /summit digest mute fentanyl',
        'Only status changes: /summit digest mute fentanyl updates',
      ].join('\n'),
    );
  });

  test('each issue can be muted there, by buttons that sound different', () => {
    const title = 'Military tensions over Taiwan, which are told of at length';
    const [, , details] = digestMessages(
      facts({ issues: [MOVED, { ...MOVED, key: 'taiwan', title }] }),
    );
    expect(buttonsOf(details?.message)).toEqual([
      [
        'say:0',
        'Mute',
        'Mute Fentanyl in this channel’s digests',
        'digest mute fentanyl agenda:biden-xi-2023',
      ],
      [
        'say:1',
        'Only status changes',
        'Only status changes of Fentanyl',
        'digest mute fentanyl updates agenda:biden-xi-2023',
      ],
      [
        'say:2',
        'Mute',
        'Mute Military tensions over Taiwan, which ar… in this channel’s digests',
        'digest mute taiwan agenda:biden-xi-2023',
      ],
      [
        'say:3',
        'Only status changes',
        'Only status changes of Military tensions over Taiwan, which ar…',
        'digest mute taiwan updates agenda:biden-xi-2023',
      ],
    ]);
  });

  test('the buttons of one’s own digest say “me”, and all of them name their agenda', () => {
    const only: DigestFilter[] = [{ kind: 'agenda', agendaId: 'biden-xi-2023' }];
    const of = (more: Partial<DigestFacts>): string[] =>
      digestMessages(facts({ issues: [MOVED] }, more)).flatMap(({ message }) => valuesOn(message));
    expect(of({ isPersonal: true })).toEqual([
      'digest me',
      'digest me mute fentanyl agenda:biden-xi-2023',
      'digest me mute fentanyl updates agenda:biden-xi-2023',
    ]);
    expect(of({ choices: { ...USUAL_CHOICES, only } })).toEqual([
      'digest',
      'digest mute fentanyl agenda:biden-xi-2023',
      'digest mute fentanyl updates agenda:biden-xi-2023',
    ]);
  });

  test('says what was withdrawn and why, and what else was changed about an issue', () => {
    const withdrawn = issue('flights', 'Flights', {
      kind: 'withdrawn',
      from: 'agreed',
      to: 'proposed',
      because: 'The report was wrong.',
      action: 'withdraw',
    });
    const owned = issue('climate', 'Climate', {
      kind: 'facts',
      from: 'agreed',
      to: 'agreed',
      action: 'owner',
    });
    const [parent, details] = digestMessages(facts({ issues: [withdrawn, owned] }));
    expect(linesOf(parent?.message)).toContain(
      '💡 Flights: an entry was withdrawn, Agreed → Proposed',
    );
    expect(linesOf(parent?.message)).toContain('• <@U0BOB> changed the owners of Climate');
    const said = linesOf(details?.message);
    expect(said).toContain('Why: The report was wrong.');
    expect(said).toContain('<@U0BOB> withdrew an entry of this issue.');
    expect(said.indexOf('Withdrawn')).toBeLessThan(said.indexOf('Other changes'));
  });

  test('an earlier day filled in, and a deal without a source, are called what they are', () => {
    const earlier = issue('taiwan', 'Taiwan', {
      kind: 'update',
      from: 'stalled',
      to: 'stalled',
      entry: entry({ status: 'in-talks', date: '2023-11-03' }),
    });
    const unsourced = { ...MOVED, entry: entry({ basis: 'unverified' }) };
    const [parent] = digestMessages(facts({ issues: [earlier, unsourced] }));
    expect(parent?.message.text).toContain(
      'Taiwan: update of an earlier day, In talks; still No movement, 3 Nov 2023',
    );
    expect(parent?.message.text).toContain('In talks → Agreed (unsourced), 15 Nov 2023');
  });

  test('is parted where one kind of news ends, if that will do', () => {
    const long = (key: string, kind: IssueInDigest['kind']): IssueInDigest => ({
      ...MOVED,
      key,
      kind,
      entry: entry({ note: 'word '.repeat(110).trim() }),
    });
    const moves = ['a', 'b', 'c'].map((key) => long(key, 'move'));
    const updates = ['d', 'e', 'f'].map((key) => long(key, 'update'));
    const [, , ...details] = digestMessages(facts({ issues: [...moves, ...updates] }));
    expect(details.map(({ message }) => linesOf(message)[0])).toEqual(['Moves', 'Updates']);
  });

  test('ends where it would be too long, and says how much more there is and what shows it', () => {
    const issues = Array.from({ length: 300 }, (_, at) => ({
      ...MOVED,
      key: `issue-${at}`,
      entry: entry({ date: at === 299 ? '2023-10-01' : '2023-11-15', note: 'word '.repeat(80) }),
    }));
    const parts = digestMessages(facts({ issues }));
    const last = parts.at(-1)?.message.text ?? '';
    const told = parts
      .flatMap(({ message }) => valuesOn(message))
      .filter((say) => /-\d+ agenda:/.test(say));
    expect(parts.length).toBe(11);
    expect(last).toContain(`Biden–Xi: ${300 - told.length} more issues.`);
    expect(last).toContain('`/summit changes since:2023-10-01 until:2023-11-16`');
  });

  test('counts dates and issues gone quiet there by their names', () => {
    const day = { date: '2023-11-17', precision: 'day' as const, what: 'Round', issue: null };
    const quiet = { key: 'a', title: 'A', status: 'stalled' as const, lastOn: '2023-10-16' };
    const fresh = Array.from({ length: 9 }, () => ({ ...quiet, title: 'word '.repeat(300) }));
    const issues = Array.from({ length: 200 }, () => ({
      ...MOVED,
      entry: entry({ note: 'word '.repeat(80) }),
    }));
    const parts = digestMessages(
      facts({ issues, ahead: [day, day, day, day], stale: { after: 30, total: 9, fresh } }),
    );
    expect(parts.at(-1)?.message.text).toContain(
      'more issues, 4 more dates to come, 9 more issues without a new entry.',
    );
  });

  test('a long note is cut, and says where all of it is', () => {
    const long = { ...MOVED, entry: entry({ note: 'word '.repeat(500) }) };
    const [, details] = digestMessages(facts({ issues: [long] }));
    expect(details?.message.text).toMatch(/word… All of it: `\/summit history fentanyl`/);
  });
});

test('what people wrote calls nobody and looks like nothing else', () => {
  const nasty = '<!channel> *x* <https://evil.example|Reuters>\nNew';
  const issues = [{ ...MOVED, title: nasty, entry: entry({ note: nasty, attribution: nasty }) }];
  const ahead = [{ date: '2023-11-17', precision: 'day' as const, what: nasty, issue: null }];
  for (const { message } of digestMessages(facts({ issues, ahead }))) {
    const marked = JSON.stringify(message.blocks).match(/"mrkdwn","text":"[^"]*"/g) ?? [];
    expect(`${message.text}${marked.join('')}`).not.toMatch(/<(?!@U0BOB>)/);
    for (const line of linesOf(message)) expect(line).not.toMatch(/^New: In talks/);
  }
});

test('text that grows five times as it is escaped still fits', () => {
  const all = '&'.repeat(5000);
  const source = { id: 's', publisher: all, date: '2023-11-15', url: `https://x.example/?${all}` };
  const full = entry({ note: all, attribution: all, sources: [source, source, source] });
  const matched = Array.from({ length: 9 }, (): DigestFilter => ({ kind: 'official', name: all }));
  const one = { ...MOVED, title: all, because: all, entry: full, matched };
  const issues = Array.from({ length: 20 }, () => one);
  const ahead = [{ date: '2023-11-17', precision: 'day' as const, what: all, issue: one }];
  const stale = {
    after: 30,
    total: 1,
    fresh: [{ ...one, status: 'agreed', lastOn: '2023-10-01' } as const],
  };
  const some = { ...news({ issues, ahead, stale }), agenda: { ...news({}).agenda, title: all } };
  const choices = { ...USUAL_CHOICES, only: matched };
  const parts = digestMessages({
    ...facts(
      {},
      {
        choices,
        setBy: 'U0ALICE',
        late: { due: at('2023-11-16T08:00Z'), said: at('2023-11-16T09:00Z') },
      },
    ),
    news: [some, some, some, some],
  });
  expect(parts).toHaveLength(11);
  for (const { message } of parts) {
    expect(message.text.length).toBeLessThanOrEqual(3900);
    expect(checkMessage(message)).toEqual([]);
  }
});
