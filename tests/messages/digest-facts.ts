import { USUAL_CHOICES, type DigestNews, type IssueInDigest } from '../../src/agenda/digest.ts';
import type { Entry } from '../../src/agenda/record.ts';
import type { DigestFacts } from '../../src/messages/digest.ts';
import type { Message } from '../../src/messages/message.ts';

export const MOVED: IssueInDigest = issue('fentanyl', 'Fentanyl', {
  kind: 'move',
  from: 'in-talks',
  to: 'agreed',
  entry: entry({ note: 'Both sides say so.', attribution: 'Joe Biden; Xinhua' }),
});

/** A digest of one agenda on a weekday morning in Brussels. */
export function facts(some: Partial<DigestNews>, more: Partial<DigestFacts> = {}): DigestFacts {
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

export function news(some: Partial<DigestNews>): DigestNews {
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

/** What became of an issue; a change by Bob. */
export function issue(
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
    otherFacts: [],
    matched: [],
    ...some,
  };
}

export function entry(some: Partial<Entry>): Entry {
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

export function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

export function linesOf(message: Message | undefined): string[] {
  return message?.text.split('\n') ?? [];
}

export function valuesOn(message: Message): string[] {
  return buttonsOf(message).map(([, , , say = '']) => say);
}

/** Of each button its name, what it shows, what is heard of it, and what it says. */
export function buttonsOf(message: Message | undefined): string[][] {
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
