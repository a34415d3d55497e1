import { vi } from 'vitest';
import type { InWorkspace } from '../../sandbox/slack.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import type { Random } from '../support/seeded.ts';
import { atSlack, type PersonAtSlack, shownFields } from './at-slack.ts';

/** Somebody who works with Summit, and where. */
export interface Worker {
  readonly slack: InWorkspace;
  readonly userId: string;
  readonly channelId: string;
  readonly person: PersonAtSlack;
}

export function workerIn(slack: InWorkspace, userId: string, channelId: string): Worker {
  return { slack, userId, channelId, person: atSlack(slack, userId, channelId) };
}

/** Does one thing of all that can be done; `number` tells it from all others. True when Summit answered at once. */
export async function doSomething(
  worker: Worker,
  number: number,
  random: Random,
  /** While Slack is in a bad mood no form opens for sure. */
  isMoody: boolean,
): Promise<boolean> {
  const { slack, userId, person } = worker;
  const issue = ISSUES[random(ISSUES.length)] ?? '';
  const kind = number % 10;
  if (kind === 3) {
    return (await slack.act('open-home', { userId })).ok;
  }
  if (kind === 5) {
    return mention(worker, issue, isMoody);
  }
  if (kind === 8 && !isMoody) return fillIn(worker, number, issue, random);
  const words = WORDS[random(WORDS.length)]?.(issue, number, random) ?? '';
  const said = await person.say(words);
  // Any other words may ask for more in a form.
  slack.views.clear(userId);
  return said.length > 0;
}

/** Asks aloud, and waits for the answer in the thread where one comes for sure. */
async function mention(
  { slack, userId, channelId }: Worker,
  issue: string,
  isMoody: boolean,
): Promise<boolean> {
  const { ok } = await slack.act('say', { userId, channelId, text: `@summit ${issue}` });
  const asked = slack.workspace.messages.findLast(
    (message) => message.userId === userId && message.channelId === channelId,
  );
  if (isMoody || asked === undefined) return ok;
  await vi.waitFor(() => {
    const answer = slack.workspace.messages.find(({ threadTs }) => threadTs === asked.ts);
    if (answer === undefined) throw new Error(`No answer to ${asked.text}`);
  }, SOON);
  return ok;
}

/** Opens a form, changes it and sends it off, or thinks better of it. */
async function fillIn(
  { slack, userId, person }: Worker,
  number: number,
  issue: string,
  random: Random,
): Promise<boolean> {
  slack.views.clear(userId);
  if ((await person.say(`update ${issue}`)).length > 0) return true;
  const open = await person.modal();
  const fields = { ...shownFields(open), status: anyStatus(random), note: `Form ${number}` };
  if (random(4) === 0) await slack.act('close-view', { userId, viewId: open.id });
  else await person.submit(open, fields);
  slack.views.clear(userId);
  return true;
}

const SOON = { timeout: 60_000, interval: 10 };

export const ISSUES = ['fentanyl', 'taiwan', 'climate', 'ai-talks', 'flights', 'maritime'];

type Words = (issue: string, number: number, random: Random) => string;

/** What asks, what changes the record, and what changes how somebody is told. Names and sources come again, so that they stay as many. */
const WORDS: readonly Words[] = [
  (issue) => `status ${issue}`,
  (issue) => issue,
  () => 'list',
  () => 'list status:stalled',
  () => 'list owner:me',
  (issue) => `history ${issue}`,
  () => 'changes since:2023-11-15',
  () => 'search working group',
  (issue) => `status ${issue} as-of:2023-11-14`,
  (_issue, number) => `search nothing-${number}`,
  (_issue, number) => `status who-knows-${number}`,
  () => 'help',
  () => 'help digest',
  () => 'agenda',
  () => 'access',
  () => 'audit',
  () => 'ceiling',
  (issue, number, random) => `update ${issue} ${anyStatus(random)} because of round ${number}`,
  (issue, number, random) => `update ${issue} ${anyStatus(random)} because round ${number} is over`,
  (issue, number) => `note ${issue}: Round ${number} was noted`,
  (issue, number) => `source ${issue} https://www.example.org/${number % 50}`,
  () => 'undo',
  (issue, number) => `alias ${issue} = Dossier ${number % 40}`,
  (issue, number) => `alias ${issue} remove Dossier ${number % 40}`,
  (issue, number) => `position ${issue} china wants round ${number} to come first`,
  (issue) => `owner ${issue} me`,
  (issue) => `owner ${issue} remove me`,
  (issue) => `watch ${issue}`,
  (issue) => `unwatch ${issue}`,
  () => 'watch',
  (issue, number) => `remind ${issue} in ${(number % 3) + 1} days at 14:00 call them`,
  (issue) => `remind ${issue} every 14 days`,
  () => 'remind',
  (issue) => `mark ${issue}`,
  (issue) => `mark ${issue} AMBER`,
  (issue) => `mark ${issue} GREEN`,
  () => 'digest',
  () => 'digest preview',
  (issue) => `digest mute ${issue} updates`,
  (issue) => `digest unmute ${issue}`,
  () => 'digest me',
];

function anyStatus(random: Random): string {
  return STATUSES[random(STATUSES.length)]?.key ?? '';
}
