import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/block-kit.ts';
import type { DigestFilter, DigestNews, IssueInDigest } from '../../src/agenda/digest.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import type { Entry } from '../../src/agenda/record.ts';
import { type DigestFacts, digestMessages, digestPreview } from '../../src/messages/digest.ts';
import type { Message } from '../../src/messages/message.ts';

const MOVED: IssueInDigest = issue('fentanyl', 'Fentanyl', {
  kind: 'move',
  from: 'in-talks',
  to: 'agreed',
  entry: entry({ note: 'Both sides say so.', attribution: 'Joe Biden; Xinhua' }),
});

describe('what stands in the channel', () => {
  test('is short: the days, how much happened, and a line an issue, what moved first', () => {
    const updated = issue('taiwan', 'Taiwan', { kind: 'update', from: 'stalled', to: 'stalled' });
    const added = issue('ai', 'AI talks', { kind: 'new', from: null, to: 'agreed' });
    const [parent] = digestMessages(facts({ issues: [updated, added, MOVED] }));
    expect(parent?.message.text).toBe(
      [
        'What changed, 15–16 Nov 2023',
        'Since Wed 15 Nov 2023, 09:00 (Europe/Brussels).',
        'Biden–Xi: 1 move, 1 new, 1 update',
        '🤝 Fentanyl: In talks → Agreed, 15 Nov 2023 · Joe Biden; Xinhua',
        '🤝 AI talks: new, Agreed',
        '⏳ Taiwan: update, still No movement',
        'Manage: /summit digest',
      ].join('\n'),
    );
  });

  test('holds twelve issues; the thread has them all', () => {
    const issues = Array.from({ length: 17 }, (_, at) => ({ ...MOVED, key: `issue-${at}` }));
    const [parent, ...thread] = digestMessages(facts({ issues }));
    expect(linesOf(parent?.message).filter((line) => line.startsWith('🤝'))).toHaveLength(12);
    expect(parent?.message.text).toContain('and 5 more issues in the thread');
    const muted = thread
      .flatMap(({ message }) => valuesOn(message))
      .filter((say) => /\d$/.test(say));
    expect(muted).toEqual(issues.map(({ key }) => `digest mute ${key}`));
  });

  test('says of the first digest who set it up and how to change it, and calls nobody else', () => {
    const [parent] = digestMessages(facts({ issues: [MOVED] }, { setBy: 'U0ALICE' }));
    expect(parent?.message.text).toContain(
      '<@U0ALICE> set this digest up. It comes weekdays at 09:00, Brussels time (Europe/Brussels). To change it: `/summit digest`',
    );
    const [own] = digestMessages(
      facts({ issues: [MOVED] }, { setBy: 'U0ALICE', isPersonal: true }),
    );
    expect(own?.message.text).toContain('You set this digest up.');
    expect(own?.message.text).toContain('`/summit digest me`');
    expect(digestMessages(facts({ issues: [MOVED] }))[0]?.message.text).not.toContain('set this');
  });

  test('says that it is late, when it was due and what time it is', () => {
    const late = { due: at('2023-11-16T08:00Z'), said: at('2023-11-16T10:20Z') };
    const [parent] = digestMessages(facts({ issues: [MOVED] }, { late }));
    expect(parent?.message.text).toContain(
      'This digest is late: it was due Thu 16 Nov 2023, 09:00, and it is Thu 16 Nov 2023, 11:20 now.',
    );
  });

  test('an import is one line, whatever was in it', () => {
    const one = { by: 'terminal:ann', at: '2023-11-15T12:00:00Z', issues: 1000, entries: 5000 };
    const parts = digestMessages(facts({ imports: [{ ...one, told: 0 }] }));
    expect(parts).toHaveLength(1);
    expect(linesOf(parts[0]?.message)).toContain(
      '📥 ann imported 1,000 issues, 5,000 entries, 15 Nov 2023',
    );
  });

  test('days to come and issues gone quiet are three each; where there are more, the thread has all', () => {
    const days = ['17', '18', '20', '21'].map((day) => ({
      date: `2023-11-${day}`,
      precision: 'day' as const,
      what: `Round ${day}`,
      issue: null,
    }));
    const fresh = [
      { key: 'taiwan', title: 'Taiwan', status: 'stalled' as const, lastOn: '2023-10-16' },
    ];
    const stale = { after: 30, total: 4, fresh };
    const [parent, ...thread] = digestMessages(facts({ ahead: days, stale }));
    expect(linesOf(parent?.message).slice(0, 10)).toEqual([
      'Coming up',
      'Since Wed 15 Nov 2023, 09:00 (Europe/Brussels).',
      'Biden–Xi: nothing changed',
      'Coming up',
      '📅 17 Nov 2023: Round 17',
      '📅 18 Nov 2023: Round 18',
      '📅 20 Nov 2023: Round 20',
      'and 1 more day in the thread',
      'No entry for 30 days: 4 issues in all',
      '⏳ Taiwan: No movement, last entry 16 Oct 2023',
    ]);
    expect(thread.map(({ message }) => message.text)).toEqual([
      expect.stringContaining('📅 21 Nov 2023: Round 21'),
    ]);
    expect(thread[0]?.message.text).not.toContain('Taiwan');
  });

  test('is one line where nothing changed, with the day of the last entry', () => {
    const parts = digestMessages(facts({}, { isUneventful: true }));
    expect(parts.map(({ message }) => message.text)).toEqual([
      'Nothing changed on Biden–Xi since Wed 15 Nov 2023, 09:00. The last entry is of 14 Nov 2023.\nManage: /summit digest',
    ]);
  });

  test('several agendas share the twelve lines', () => {
    const many = (agenda: string): DigestNews => ({
      ...news({ issues: Array.from({ length: 9 }, () => MOVED) }),
      agenda: { ...news({}).agenda, id: agenda, title: agenda },
    });
    const all = [many('One'), many('Two'), many('Three'), many('Four')];
    const [parent, ...thread] = digestMessages({ ...facts({}), news: all });
    const lines = linesOf(parent?.message);
    expect(lines.filter((line) => line.startsWith('🤝'))).toHaveLength(12);
    expect(lines.filter((line) => line === 'and 5 more issues in the thread')).toHaveLength(3);
    expect(lines).toContain('And on 1 more agenda, in the thread.');
    expect(thread.map(({ message }) => message.text).join('\n')).toContain('Moves · Four');
  });
});

describe('filters', () => {
  const tension: DigestFilter = { kind: 'category', category: 'tension' };
  const moving: DigestFilter = { kind: 'status', statuses: ['in-talks', 'agreed'] };
  const matched = [tension, moving];

  test('two that match one issue give one line that names both', () => {
    const choices = { ...USUAL_CHOICES, only: matched };
    const [parent, ...thread] = digestMessages(
      facts({ issues: [{ ...MOVED, matched }] }, { choices }),
    );
    expect(linesOf(parent?.message).filter((line) => line.includes('Fentanyl'))).toEqual([
      expect.stringMatching(/Xinhua \(tension, In talks or Agreed\)$/),
    ]);
    expect(thread.at(-1)?.message.text).toContain('Asked for by tension, In talks or Agreed.');
  });

  test('the only one is named once, for all', () => {
    const choices = { ...USUAL_CHOICES, only: [tension] };
    const issues = [{ ...MOVED, matched: [tension] }];
    const [parent] = digestMessages(facts({ issues }, { choices }));
    expect(parent?.message.text.match(/tension/g)).toHaveLength(1);
    expect(linesOf(parent?.message)).toContain('This digest tells only of: tension');
  });
});

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
      ['say:0', 'Mute', 'Mute Fentanyl in this channel’s digests', 'digest mute fentanyl'],
      [
        'say:1',
        'Only status changes',
        'Only status changes of Fentanyl',
        'digest mute fentanyl updates',
      ],
      [
        'say:2',
        'Mute',
        'Mute Military tensions over Taiwan, which ar… in this channel’s digests',
        'digest mute taiwan',
      ],
      [
        'say:3',
        'Only status changes',
        'Only status changes of Military tensions over Taiwan, which ar…',
        'digest mute taiwan updates',
      ],
    ]);
  });

  test('the buttons of one’s own digest say “me”, and those of chosen agendas name theirs', () => {
    const only: DigestFilter[] = [{ kind: 'agenda', agendaId: 'biden-xi-2023' }];
    const of = (more: Partial<DigestFacts>): string[] =>
      digestMessages(facts({ issues: [MOVED] }, more)).flatMap(({ message }) => valuesOn(message));
    expect(of({ isPersonal: true })).toEqual([
      'digest me',
      'digest me mute fentanyl',
      'digest me mute fentanyl updates',
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
    const [parent, details] = digestMessages(facts({ issues: [owned, withdrawn] }));
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
    const told = parts.flatMap(({ message }) => valuesOn(message)).filter((say) => /\d$/.test(say));
    expect(parts.length).toBe(11);
    expect(last).toContain(`Biden–Xi: ${300 - told.length} more issues.`);
    expect(last).toContain('`/summit changes since:2023-10-01 until:2023-11-16`');
  });

  test('a long note is cut, and says where all of it is', () => {
    const long = { ...MOVED, entry: entry({ note: 'word '.repeat(500) }) };
    const [, details] = digestMessages(facts({ issues: [long] }));
    expect(details?.message.text).toMatch(/word… All of it: `\/summit history fentanyl`/);
  });
});

describe('a preview', () => {
  const PAGE = { words: 'digest preview', part: 1 };

  test('shows what would be posted, and what would go into its thread', () => {
    const { text } = digestPreview(facts({ issues: [MOVED] }), PAGE);
    expect(text).toMatch(/^Only you see this: it is what a digest would say now\.\nWhat changed,/);
    expect(text).toContain('What follows goes into the thread.\nMoves\n');
    expect(text).toContain('Both sides say so.');
  });

  test('says that nothing would be posted where nothing changed', () => {
    const quiet = facts({}, { isUneventful: true });
    expect(digestPreview(quiet, PAGE).text).toMatch(
      /^Only you see this\. Now there would be no digest, for nothing changed\./,
    );
    const aloud = { ...quiet, choices: { ...USUAL_CHOICES, quiet: false } };
    expect(digestPreview(aloud, PAGE).text).toMatch(/^Only you see this: it is what/);
  });

  test('goes on behind “Show more”', () => {
    const issues = Array.from({ length: 20 }, (_, place) => ({ ...MOVED, key: `issue-${place}` }));
    const first = digestPreview(facts({ issues }), PAGE);
    expect(valuesOn(first)).toContain('digest preview part:2');
    const second = digestPreview(facts({ issues }), { ...PAGE, part: 2 });
    expect(second.text).toContain('/summit digest mute issue-19');
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

function facts(some: Partial<DigestNews>, more: Partial<DigestFacts> = {}): DigestFacts {
  return {
    news: [news(some)],
    span: {
      fromLine: 1,
      untilLine: 9,
      from: at('2023-11-15T08:00Z'),
      until: at('2023-11-16T08:00Z'),
    },
    schedule: { every: 'weekday', days: [], times: ['09:00'], timeZone: 'Europe/Brussels' },
    choices: USUAL_CHOICES,
    isPersonal: false,
    isUneventful: false,
    setBy: null,
    late: null,
    ...more,
  };
}

function news(some: Partial<DigestNews>): DigestNews {
  return {
    agenda: {
      id: 'biden-xi-2023',
      title: 'Biden–Xi',
      startDate: '2023-11-15',
      endDate: '2023-11-15',
      timeZone: 'America/Los_Angeles',
      coverageEnd: '2023-11-30',
      lastEntryOn: '2023-11-14',
    },
    since: '2023-11-15',
    until: '2023-11-16',
    issues: [],
    imports: [],
    ahead: [],
    stale: { after: 30, fresh: [], total: 0 },
    counts: new Map(),
    ...some,
  };
}

function issue(
  key: string,
  title: string,
  some: Pick<IssueInDigest, 'from' | 'kind' | 'to'> & Partial<IssueInDigest>,
): IssueInDigest {
  return {
    key,
    title,
    entry: null,
    because: null,
    action: 'update',
    by: 'U0BOB',
    others: 0,
    matched: [],
    ...some,
  };
}

function entry(some: Partial<Entry>): Entry {
  return {
    id: 'e',
    date: '2023-11-15',
    precision: 'day',
    status: 'agreed',
    note: '',
    attribution: 'Joe Biden; Xinhua',
    basis: 'verified',
    confidence: 'high',
    reported: null,
    dateNote: null,
    recordedBy: 'U0BOB',
    recordedAt: '2023-11-15T20:00:00.000Z',
    sources: [],
    ...some,
  };
}

function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function linesOf(message: Message | undefined): string[] {
  return message?.text.split('\n') ?? [];
}

function valuesOn(message: Message): string[] {
  return buttonsOf(message).map(([, , , say = '']) => say);
}

function buttonsOf(message: Message | undefined): string[][] {
  return (message?.blocks ?? []).flatMap((block) =>
    block.type !== 'actions'
      ? []
      : block.elements.flatMap((element) =>
          element.type === 'button'
            ? [
                [
                  element.action_id ?? '',
                  element.text.text,
                  element.accessibility_label ?? '',
                  element.value ?? '',
                ],
              ]
            : [],
        ),
  );
}
