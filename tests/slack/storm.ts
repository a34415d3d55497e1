import { Agent, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { Delivery, Receipt } from '../../sandbox/door.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { commandBody, type SignedRequest, signed } from './running-bot.ts';
import type { Random } from '../support/seeded.ts';

export { type Random, seeded, seedOfRun } from '../support/seeded.ts';

/** As many people type at a time. */
export const LINES = 16;

/** One of the many updates of a storm. Only it has this note, and this name of its input. */
export interface Update {
  readonly note: string;
  readonly inputId: string;
  readonly words: string;
  /** Where it is typed; the desk's channel unless told otherwise. */
  readonly channelId?: string;
}

/** Sends an update, the very same each time; the text it is answered with, or null when there was no answer. */
export type Send = (update: Update) => Promise<string | null>;

/** The same, and the note of each update is kept as soon as it is acknowledged. */
export function noting(send: Send, acknowledged: string[]): Send {
  return async (update) => {
    const answer = await send(update);
    if (answer?.startsWith(ACKNOWLEDGED) === true) acknowledged.push(update.note);
    return answer;
  };
}

/** What a storm has come to. */
export interface Aftermath {
  readonly acknowledged: readonly Update[];
  /** Sent, and never answered. */
  readonly unanswered: readonly Update[];
  /** Answered, but not that it is recorded. */
  readonly refused: readonly (readonly [Update, string])[];
}

const ISSUES = ['fentanyl', 'taiwan', 'climate', 'ai-talks', 'flights', 'maritime'];
const ACKNOWLEDGED = 'Recorded for ';
const FIRST_DAY = Date.UTC(1990, 0, 1);
const DAYS = 12_000;
const DAY = 86_400_000;

/** Updates without end: most for a day of their own, some for the days that all the others want too. */
export function* updates(name: string, random: Random): Generator<Update, never> {
  for (let number = 1; ; number += 1) {
    const note = `Storm ${name} number ${number}`;
    const status = STATUSES[random(STATUSES.length)]?.key ?? '';
    const day = random(4) === 0 ? random(3) : random(DAYS);
    const date = new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10);
    const issue = ISSUES[random(ISSUES.length)];
    yield {
      note,
      inputId: `storm.${name}.${number}`,
      words: `update ${issue} ${status} on:${date} because ${note}`,
    };
  }
}

/** Everybody types, each as soon as they are answered, until the bot answers no more or `enough` is. */
export async function storm(
  send: Send,
  next: Generator<Update, never>,
  enough: (answered: number) => boolean = () => false,
  lines = LINES,
): Promise<Aftermath> {
  const acknowledged: Update[] = [];
  const unanswered: Update[] = [];
  const refused: (readonly [Update, string])[] = [];
  async function type(): Promise<void> {
    while (!enough(acknowledged.length + refused.length)) {
      const { value: update } = next.next();
      const answer = await send(update);
      if (answer === null) {
        unanswered.push(update);
        return;
      }
      if (answer.startsWith(ACKNOWLEDGED)) acknowledged.push(update);
      else refused.push([update, answer]);
    }
  }
  await Promise.all(Array.from({ length: lines }, type));
  return { acknowledged, unanswered, refused };
}

/** Through signed requests over connections that are kept, as Slack's are. */
export function overHttp(events: string, secret: string): { send: Send; hangUp: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: LINES });
  const requests = new Map<string, SignedRequest>();
  return {
    hangUp: () => agent.destroy(),
    async send(update) {
      const { words, inputId, channelId } = update;
      const where = channelId === undefined ? {} : { channel_id: channelId };
      const body = commandBody(words, { trigger_id: inputId, ...where });
      const sent = requests.get(inputId) ?? signed(body, { secret });
      requests.set(inputId, sent);
      return post(agent, events, sent);
    },
  };
}

/** Through the connections that the bot has opened to Slack. No answer comes once it is gone. */
export function overSocket(
  door: { readonly send: (delivery: Delivery) => Promise<Receipt> },
  gone: Promise<unknown>,
): Send {
  return async (update) => {
    const body = commandBody(update.words, { trigger_id: update.inputId });
    const payload = Object.fromEntries(new URLSearchParams(body));
    const receipt = await Promise.race([door.send({ type: 'slash_commands', payload }), gone]);
    return isAnswer(receipt) ? textIn(receipt.body) : null;
  };
}

/** What Summit answers to a signed request; null when it doesn't, or the connection ends before. */
async function post(agent: Agent, url: string, sent: SignedRequest): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const { method, headers, body } = sent;
  const asked = request(url, {
    agent,
    method,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  asked.on('error', () => resolve(null));
  asked.on('response', (response) => {
    textOf(response).then(
      (text) => resolve(response.statusCode === 200 ? answerIn(text) : null),
      () => resolve(null),
    );
  });
  asked.end(body);
  return promise;
}

function isAnswer(receipt: unknown): receipt is Extract<Receipt, { kind: 'answered' }> {
  return typeof receipt === 'object' && receipt !== null && 'kind' in receipt
    ? receipt.kind === 'answered'
    : false;
}

function answerIn(text: string): string {
  return textIn(text === '' ? {} : JSON.parse(text));
}

function textIn(body: unknown): string {
  return typeof body === 'object' && body !== null && 'text' in body ? String(body.text) : '';
}
