import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { atSlack, buttonsOf, shownFields } from './at-slack.ts';
import { ALPHA, BETA, GRAIN, manyScene, type ManyScene } from './many-scene.ts';
import { signed } from './running-bot.ts';

/** What only Alpha may ever read. */
const CANARIES = ['Striped horse', 'Council of canaries', 'note that nobody else may read'];
const SECRET = {
  ...agendaOf([{ key: 'zebra', title: 'Striped horse' }]),
  dataset: {
    ...agendaOf([]).dataset,
    id: 'secret-council',
    title: 'Council of canaries',
  },
};
const ALPHA_CHANNEL = ALPHA.channels[0]?.id ?? '';
const BETA_CHANNEL = BETA.channels[0]?.id ?? '';
const SOON = { timeout: 30_000, interval: 20 };

test('whatever Slack sends from one workspace, sent as from another it shows nothing and changes nothing', async ({
  onTestFinished,
}) => {
  const scene = await manyScene(onTestFinished);
  await scene.give(SECRET, ALPHA.id);
  await scene.give(GRAIN, BETA.id);
  for (const team of [ALPHA, BETA]) await scene.browser().install(team.id);
  const tap = await tapBefore(`${scene.url}/slack/events`);
  onTestFinished(() => void tap.server.close());
  scene.slack.deliverTo(tap.address);

  await useAll(scene);
  const heard = tap.heard.splice(0);
  const kinds = new Set(heard.map(kindOf));
  expect([...kinds].toSorted()).toEqual(KINDS);

  const before = await belongingsOf(scene, ALPHA.id);
  const shownToAlpha = shownIn(scene, ALPHA.id);
  const { length: crossed } = scene.slack.crossings;
  const forged = [
    ...heard.map(asBeta),
    ...wordsThatName('zebra', 'secret-council').map(typedInBeta),
  ];
  const leaks: string[] = [];
  for (const one of forged) {
    const answer = await send(scene, one);
    // What somebody typed themselves is said back to them.
    const news = CANARIES.filter((canary) => !decoded(one).includes(canary));
    leaks.push(...news.flatMap((canary) => around(canary, answer)));
  }
  // Once it has stopped, nothing it had begun is left to do.
  expect(await scene.bot().stop()).toBe(0);
  const shown = shownIn(scene, BETA.id);
  expect(shown).toContain('Grain exports');
  expect([...leaks, ...CANARIES.flatMap((canary) => around(canary, shown))]).toEqual([]);
  expect(forged.length).toBeGreaterThan(150);
  expect(shownIn(scene, ALPHA.id) === shownToAlpha).toBe(true);
  expect(await belongingsOf(scene, ALPHA.id)).toEqual(before);
  expect(await strayRows(scene)).toEqual([]);
  // Beta's own token asks Slack about what the forged requests name; Alpha's is never used.
  const since = scene.slack.crossings.slice(crossed);
  expect(since.filter((what) => what.includes(`token of ${ALPHA.id}`))).toEqual([]);
});

/** Everything that Slack may tell Summit. */
const KINDS = [
  'block_actions',
  'block_suggestion',
  'command',
  'event app_home_opened',
  'event app_mention',
  'event channel_archive',
  'event channel_deleted',
  'event channel_id_changed',
  'event channel_left',
  'event channel_unarchive',
  'event member_joined_channel',
  'event message',
  'message_action',
  'shortcut',
  'view_submission',
];

/** Somebody in Alpha uses all there is. */
async function useAll(scene: ManyScene): Promise<void> {
  const slack = scene.slack.in(ALPHA.id);
  const ann = atSlack(slack, 'U0ANN', ALPHA_CHANNEL);
  await vi.waitFor(async () => {
    await ann.say('update zebra agreed because note that nobody else may read');
    expect(await lines(scene)).toBe(1);
  }, SOON);
  const [first] = await ann.say('status zebra');
  for (const index of buttonsOf(first?.blocks ?? []).keys()) {
    // An answer takes the place of the one whose button was pressed.
    const [status] = await ann.say('status zebra');
    const button = buttonsOf(status?.blocks ?? [])[index];
    if (status === undefined || button === undefined) throw new Error('A card has its buttons');
    await ann.press({ channelId: ALPHA_CHANNEL, messageTs: status.ts }, button);
  }
  for (const words of ['update zebra', 'source zebra', 'withdraw zebra', 'digest', 'digest set']) {
    await ann.say(words);
    const open = slack.views.open.at(-1);
    if (open === undefined) continue;
    const fields = shownFields(open);
    for (const block of open.view.blocks) {
      if (!('dispatch_action' in block) || !block.dispatch_action) continue;
      await ann.change(open, block.block_id ?? '', fields);
    }
    for (const [name, value] of [
      ['issue', 'ze'],
      ['zone', 'eur'],
    ] as const) {
      const where = { viewId: open.id, blockId: name, actionId: `field:${name}`, element: {} };
      await slack.act('options', { userId: 'U0ANN', ...where, value });
    }
    await slack.act('submit-view', { userId: 'U0ANN', viewId: open.id, state: {} });
    await ann.submit(open, fields);
  }
  for (const words of ['watch zebra', 'remind zebra in 3 days', 'share zebra', 'digest me']) {
    await ann.say(words);
  }
  const act = { userId: 'U0ANN', channelId: ALPHA_CHANNEL };
  const { ts } = slack.workspace.post({ ...act, text: 'Well?' });
  await slack.act('shortcut', { userId: 'U0ANN', callbackId: 'new-issue' });
  await slack.act('shortcut', { ...act, callbackId: 'add-to-issue', messageTs: ts });
  await slack.act('open-home', { userId: 'U0ANN' });
  await slack.act('say', { ...act, text: `<@${ALPHA.bot.userId}> zebra` });
  await slack.act('say', { ...act, text: '@summit zebra' });
  await slack.act('say', { userId: 'U0ANN', channelId: 'D0ALPHAU0ANN', text: 'zebra' });
  await vi.waitFor(() => expect(slack.workspace.homes['U0ANN']).toBeDefined(), SOON);
  const channel = { channel: ALPHA_CHANNEL, event_ts: '1.1' };
  for (const type of ['channel_left', 'channel_archive', 'channel_unarchive']) {
    await slack.tellBot(type, { type, ...channel });
  }
  const joined = { user: ALPHA.bot.userId, inviter: 'U0ANN', ...channel };
  await slack.tellBot('member_joined_channel', { type: 'member_joined_channel', ...joined });
  const moved = { old_channel_id: 'C0OLD', new_channel_id: 'C0NEW', event_ts: '1.1' };
  await slack.tellBot('channel_id_changed', { type: 'channel_id_changed', ...moved });
  await slack.tellBot('channel_deleted', { type: 'channel_deleted', channel: 'C0GONE' });
}

/** Every command, given what only Alpha has. */
function wordsThatName(issue: string, agenda: string): string[] {
  const each = allCommands.flatMap(({ name }) => [
    `${name} ${issue}`,
    `${name} ${issue} agreed because it was heard of`,
    `${name} ${agenda}`,
    `${name} agenda=${agenda}`,
    `${name} Council of can`,
  ]);
  return [
    ...each,
    `access everyone editor agenda:${agenda}`,
    `digest daily 09:00 UTC agenda=${agenda}`,
    `digest preview agenda=${agenda}`,
    `digest me daily 09:00 UTC issue=${issue}`,
    'search nobody',
    'search striped',
    'list',
    'changes',
  ];
}

interface Heard {
  readonly contentType: string;
  readonly body: string;
}

interface Tap {
  readonly address: string;
  readonly server: Server;
  readonly heard: Heard[];
}

/** Stands before the bot and keeps what Slack sends. */
async function tapBefore(target: string): Promise<Tap> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      heard.push({
        contentType: request.headers['content-type'] ?? '',
        body: body.toString('utf8'),
      });
      void pass(target, request.headers, body).then(async (answer) => {
        const type = answer.headers.get('content-type') ?? 'text/plain';
        response.writeHead(answer.status, { 'content-type': type });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/slack/events`, server, heard };
}

async function pass(target: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Response> {
  const sent = Object.entries(headers).filter(([name]) => /^(x-slack|content-type)/.test(name));
  return fetch(target, {
    method: 'POST',
    headers: Object.fromEntries(sent) as Record<string, string>,
    body,
  });
}

/** The same as if it came from Beta: who and where are Beta's, and every value is as it was. */
function asBeta({ contentType, body }: Heard): Heard {
  const text = contentType.includes('json') ? body : decoded({ contentType, body });
  const replaced = text
    .replaceAll(ALPHA.id, BETA.id)
    .replaceAll(ALPHA_CHANNEL, BETA_CHANNEL)
    .replaceAll('D0ALPHAU0ANN', 'D0BETAU0BEA')
    .replaceAll('U0ANN', 'U0BEA')
    .replaceAll(ALPHA.bot.userId, BETA.bot.userId)
    // An address is a secret of whoever was given it, and Slack would give Beta another one.
    .replaceAll(/\/respond\/[\w-]+/g, '/respond/of-nobody')
    // Once more would be the same input, which Slack sends again only by the same name.
    .replaceAll(/"event_id":"Ev/g, '"event_id":"EvB')
    .replaceAll(/(trigger_id[=":]+)/g, '$1b');
  if (contentType.includes('json')) return { contentType, body: replaced };
  const isPayload = replaced.startsWith('payload=');
  const form = isPayload
    ? new URLSearchParams({ payload: withoutMessage(replaced.slice('payload='.length)) })
    : new URLSearchParams(new URLSearchParams(body).entries().map(renamed).toArray());
  return { contentType, body: form.toString() };
}

function renamed([name, value]: [string, string]): [string, string] {
  const names: Readonly<Record<string, string>> = {
    team_id: BETA.id,
    channel_id: BETA_CHANNEL,
    user_id: 'U0BEA',
  };
  if (name === 'response_url') return [name, value.replace(/[^/]+$/, 'of-nobody')];
  return [name, name === 'trigger_id' ? `b${value}` : (names[name] ?? value)];
}

/** Without what stands in the request itself and would be shown only because of it. */
function withoutMessage(json: string): string {
  const { message, ...payload } = JSON.parse(json) as Record<string, unknown>;
  return JSON.stringify(payload['type'] === 'message_action' ? { ...payload, message } : payload);
}

function typedInBeta(text: string): Heard {
  const form = new URLSearchParams({
    team_id: BETA.id,
    channel_id: BETA_CHANNEL,
    user_id: 'U0BEA',
    command: '/summit',
    text,
    trigger_id: `typed.${text}`,
  });
  return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
}

async function send({ slack, url }: ManyScene, { contentType, body }: Heard): Promise<string> {
  const signedBody = signed(body, { secret: slack.signingSecret, contentType });
  const answer = await fetch(`${url}/slack/events`, signedBody);
  return `${answer.status} ${await answer.text()}`;
}

function kindOf({ contentType, body }: Heard): string {
  if (contentType.includes('json')) {
    const { event } = JSON.parse(body) as { readonly event: { readonly type: string } };
    return `event ${event.type}`;
  }
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  if (payload === null) return 'command';
  return (JSON.parse(payload) as { readonly type: string }).type;
}

/** What was said before and after it; nothing where it wasn't said. */
function around(canary: string, text: string): string[] {
  const at = text.indexOf(canary);
  return at < 0 ? [] : [text.slice(Math.max(0, at - 200), at + 200)];
}

function decoded({ body }: Heard): string {
  return decodeURIComponent(body.replaceAll('+', ' '));
}

function shownIn({ slack }: ManyScene, teamId: string): string {
  const { workspace, views } = slack.in(teamId);
  return JSON.stringify([workspace.messages, views.open, workspace.homes]);
}

async function lines({ db }: ManyScene): Promise<number> {
  const rows = await db
    .selectFrom('audit_lines')
    .select('seq')
    .where('action', '=', 'update')
    .execute();
  return rows.length;
}

/** All rows there are of a workspace, and what is logged of its agenda. */
async function belongingsOf({ db }: ManyScene, teamId: string): Promise<unknown> {
  const tables = [
    'grants',
    'digests',
    'watches',
    'live_cards',
    'home_visits',
    'reminders',
  ] as const;
  const rows = await Promise.all(
    tables.map((table) => db.selectFrom(table).selectAll().where('team_id', '=', teamId).execute()),
  );
  const log = await db
    .selectFrom('audit_lines')
    .selectAll()
    .where('agenda_id', '=', SECRET.dataset.id)
    .execute();
  return [...rows, log];
}

/** What belongs to Beta and is about Alpha's agenda. */
async function strayRows({ db }: ManyScene): Promise<unknown[]> {
  const tables = ['grants', 'watches', 'live_cards', 'reminders', 'channel_agendas'] as const;
  const rows = await Promise.all(
    tables.map((table) =>
      db
        .selectFrom(table)
        .selectAll()
        .where('team_id', '=', BETA.id)
        .where('agenda_id', '=', SECRET.dataset.id)
        .execute(),
    ),
  );
  const digests = await db
    .selectFrom('digests')
    .select('choices')
    .where('team_id', '=', BETA.id)
    .execute();
  return [...rows.flat(), ...digests.filter(({ choices }) => choices.includes(SECRET.dataset.id))];
}
