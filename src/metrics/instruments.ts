import { Counter, Gauge, Histogram } from 'prom-client';
import type { Instruments } from './meters.ts';
import { registry } from './registry.ts';

const registers = [registry];

const commands = new Counter({
  name: 'summit_commands_total',
  help: 'What people asked, by the word of the command and what came of it.',
  labelNames: ['command', 'outcome'],
  registers,
});

const acks = new Histogram({
  name: 'summit_ack_seconds',
  help: 'From the whole of a request of Slack to its acknowledgement, which answers it where it can. Slack waits three seconds.',
  labelNames: ['type'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
  registers,
});

const connected = new Gauge({
  name: 'summit_slack_connected',
  help: '1 while the door to Slack is open: connected in Socket Mode, listening over HTTP.',
  registers,
});

const slackErrors = new Counter({
  name: 'summit_slack_errors_total',
  help: "Calls of Slack's Web API that failed, by Slack's own word for it. Being told to wait is counted by itself.",
  labelNames: ['method', 'error'],
  registers,
});

const rateLimited = new Counter({
  name: 'summit_slack_rate_limited_total',
  help: "Calls of Slack's Web API that Slack answered with 429: to be made later.",
  labelNames: ['method'],
  registers,
});

const database = new Histogram({
  name: 'summit_database_seconds',
  help: 'How long the database took for a statement, and for a commit until it is on the disk.',
  labelNames: ['kind'],
  buckets: [0.000_01, 0.000_1, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers,
});

/** What this thread counts with. */
export const instruments: Instruments = {
  commands,
  acks,
  connected,
  slackErrors,
  rateLimited,
  database,
};
