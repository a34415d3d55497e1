import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, type PersonAtSlack } from '../slack/at-slack.ts';
import {
  addressOf,
  exampleDatabase,
  type RunningBot,
  runBot,
  tokensOf,
} from '../slack/running-bot.ts';
import { type Collector, type SpanTold, startCollector } from './collector.ts';

const SOON = { timeout: 20_000, interval: 50 };

describe('when the variables of OpenTelemetry say so', () => {
  let slack: SlackStandIn;
  let collector: Collector;
  let bot: RunningBot;
  let alice: PersonAtSlack;

  beforeAll(async () => {
    collector = await startCollector();
    slack = await startSlack();
    bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=tests',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, 'U0ALICE');
    return async () => {
      await Promise.all([slack.stop(), collector.stop()]);
    };
  });

  /** Waits for a span that fits, and for those inside of it. */
  async function told(
    fits: (span: SpanTold) => boolean,
    inside: readonly string[],
  ): Promise<SpanTold> {
    return vi.waitFor(() => {
      const span = collector.spans().find(fits);
      if (span === undefined) throw new Error(JSON.stringify(collector.spans(), null, 1));
      const within = collector.spans().filter(({ parentSpanId }) => parentSpanId === span.spanId);
      expect(within.map(({ name }) => name)).toEqual(expect.arrayContaining([...inside]));
      for (const { traceId } of within) expect(traceId).toBe(span.traceId);
      return span;
    }, SOON);
  }

  test('they are told of a command with the change it made and the code of its lines in the log', async () => {
    await alice.say('update taiwan no movement because the canary sang');
    const { attributes, resource, parentSpanId } = await told(
      ({ attributes: of }) => of['summit.command'] === 'update',
      ['change'],
    );
    expect(parentSpanId).toBeNull();
    expect(attributes).toMatchObject({ 'summit.outcome': 'match' });
    const lines = bot.log().filter(({ code }) => code === attributes['summit.code']);
    expect(lines.map(({ msg }) => msg)).toEqual(['Slack sent something', 'Slack was answered']);
    expect(resource).toMatchObject({
      'service.name': 'summit',
      'summit.thread': 'answers',
      'deployment.environment.name': 'tests',
    });
  });

  test('they are told of calls of Slack, and that one failed', async () => {
    slack.disturb((method) => (method === 'views.open' ? 'error:internal_error' : null));
    await alice.say('update');
    slack.disturb();
    await told(({ attributes }) => attributes['summit.outcome'] === 'form', ['Slack views.open']);
    const call = collector.spans().find(({ name }) => name === 'Slack views.open');
    expect(call).toMatchObject({ failed: true });
  });

  test('they are told of a message on its way, in the other thread', async () => {
    await alice.say('digest weekdays 09:00');
    await alice.say('digest now');
    const { attributes, resource } = await told(
      ({ name, attributes: of }) => name === 'message' && of['summit.purpose'] === 'digest',
      ['Slack chat.postMessage', 'change'],
    );
    expect(attributes['summit.post']).toEqual(expect.any(String));
    expect(resource['summit.thread']).toBe('unasked');
  });

  test('the last of it is told when Summit stops, and nothing that people wrote', async () => {
    await alice.say('status fentanyl');
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    const last = collector.spans().filter(({ name }) => name === 'command');
    expect(last.at(-1)?.attributes).toMatchObject({ 'summit.command': 'status' });
    const all = collector.bodies.join('\n');
    for (const secret of ['canary', 'fentanyl', 'U0ALICE', slack.botToken]) {
      expect(all).not.toContain(secret);
    }
  });
});
