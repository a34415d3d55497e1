import type { Json } from '../../sandbox/door.ts';
import type { Random } from '../support/seeded.ts';
import { failCalls, whyNoCallFails } from './failing-calls.ts';

/** Where a bot that says digests is killed. */
export interface KillPoint {
  readonly name: string;
  /** A call of Slack's Web API, and when of it. */
  readonly call?: (method: string, given: Json) => boolean;
  readonly at?: 'before it is heard' | 'once it is answered' | 'once it is heard';
  /** One of the first so many of these calls. */
  readonly upTo?: number;
  /** Milliseconds after its start. */
  readonly within?: (random: Random) => number;
  /** Has the kernel kill it. */
  readonly arm?: Arm;
}

type Arm = (pid: number, path: string, random: Random) => Promise<unknown>;

const isParent = (method: string, given: Json): boolean =>
  method === 'chat.postMessage' && given['thread_ts'] === undefined;
const isPart = (method: string, given: Json): boolean =>
  method === 'chat.postMessage' && given['thread_ts'] !== undefined;
const isLook = (method: string): boolean =>
  method === 'conversations.history' || method === 'conversations.replies';
const isOpening = (method: string): boolean => method === 'conversations.open';

const POSTS = 25;

/** Every step of a digest's way, and any moment; without those in the kernel where no call can be watched. */
export function killPoints(): readonly KillPoint[] {
  return whyNoCallFails() === null ? POINTS : POINTS.filter(({ arm }) => arm === undefined);
}

const POINTS: readonly KillPoint[] = [
  { name: 'a parent, unheard', call: isParent, at: 'before it is heard', upTo: POSTS },
  { name: 'a parent, heard', call: isParent, at: 'once it is heard', upTo: POSTS },
  { name: 'a parent, answered', call: isParent, at: 'once it is answered', upTo: POSTS },
  { name: 'a part, unheard', call: isPart, at: 'before it is heard', upTo: POSTS },
  { name: 'a part, heard', call: isPart, at: 'once it is heard', upTo: POSTS },
  { name: 'a part, answered', call: isPart, at: 'once it is answered', upTo: POSTS },
  { name: 'a look, unheard', call: isLook, at: 'before it is heard' },
  { name: 'a look, heard', call: isLook, at: 'once it is heard' },
  { name: 'a look, answered', call: isLook, at: 'once it is answered' },
  { name: 'a direct message opened, unheard', call: isOpening, at: 'before it is heard' },
  { name: 'a direct message opened, heard', call: isOpening, at: 'once it is heard' },
  { name: 'writing the log of changes', arm: atCall('pwrite64', 120) },
  { name: 'waiting for the disk', arm: atCall('fsync,fdatasync', 40) },
  { name: 'sending', arm: atAnyCall('write,writev,sendto,sendmsg', 60) },
  { name: 'starting', within: (random) => random(450) },
  { name: 'any moment', within: (random) => 300 + random(900) },
];

function atCall(calls: string, upTo: number): Arm {
  return async (pid, path, random) => {
    const how = `signal=SIGKILL:when=${1 + random(upTo)}`;
    await failCalls(pid, { calls, how, at: [`${path}-wal`] });
  };
}

function atAnyCall(calls: string, upTo: number): Arm {
  return async (pid, _, random) => {
    const how = `signal=SIGKILL:when=${1 + random(upTo)}`;
    await failCalls(pid, { calls, how, at: [] });
  };
}
