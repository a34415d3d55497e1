import { parentPort } from 'node:worker_threads';
import { startFakeSlack } from './fake-slack.ts';
import type { Ready } from './posted-to.ts';

const { apiUrl } = await startFakeSlack((post) => parentPort?.postMessage(post));
parentPort?.postMessage({ apiUrl } satisfies Ready);
