import { describe, expect, test } from 'vitest';
import { USUAL_CHOICES, type DigestFilter, type DigestNews } from '../../src/agenda/digest.ts';
import { digestMessages, digestPreview } from '../../src/messages/digest.ts';
import { at, facts, issue, linesOf, MOVED, news, valuesOn } from './digest-facts.ts';

describe('what stands in the channel', () => {
  test('is short: the days, how much happened, and a line an issue, what moved first', () => {
    const updated = issue('taiwan', 'Taiwan', { kind: 'update', from: 'stalled', to: 'stalled' });
    const added = issue('ai', 'AI talks', { kind: 'new', from: null, to: 'agreed' });
    const [parent] = digestMessages(facts({ issues: [MOVED, added, updated] }));
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
      .filter((say) => /-\d+ agenda:/.test(say));
    expect(muted).toEqual(issues.map(({ key }) => `digest mute ${key} agenda:biden-xi-2023`));
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
    const told = (issues: number, lines: number): string =>
      digestMessages(facts({ imports: [{ ...one, issues, told: lines }] }))[0]?.message.text ?? '';
    expect(told(9, 9)).toContain('15 Nov 2023; each of the issues has a line here');
    expect(told(9, 2)).toContain('15 Nov 2023; 2 of the issues have a line here');
    expect(told(1, 1)).toContain('15 Nov 2023; the issue has a line here');
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
      'and 1 more date in the thread',
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
      'Nothing changed on Biden–Xi that this digest tells of, since Wed 15 Nov 2023, 09:00. The last entry on the agenda is of 14 Nov 2023.\nManage: /summit digest',
    ]);
  });

  test('where it tells of a part, its one line says of which, and nothing of other entries', () => {
    const tension: DigestFilter = { kind: 'category', category: 'tension' };
    const taiwan: DigestFilter = { kind: 'issue', agendaId: 'biden-xi-2023', key: 'taiwan' };
    const choices = { ...USUAL_CHOICES, only: [tension], except: [taiwan] };
    const [parent] = digestMessages(facts({}, { isUneventful: true, isPersonal: true, choices }));
    expect(linesOf(parent?.message)).toEqual([
      'Nothing changed on Biden–Xi that this digest tells of, since Wed 15 Nov 2023, 09:00.',
      'It tells only of: tension. It leaves out: `taiwan`, and what you changed yourself.',
      'Manage: /summit digest me',
    ]);
    const [own] = digestMessages(facts({}, { isUneventful: true, isPersonal: true }));
    expect(linesOf(own?.message)).toContain('It leaves out: what you changed yourself.');
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
      /^Only you see this\. Now there would be no digest, for nothing changed that it tells of\./,
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
