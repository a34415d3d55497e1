import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Asked, signedRequest } from './slash-command.ts';

/** What the load asks for: who listens, what to say and what an answer must contain. */
export interface Questions {
  readonly port: number;
  /** The text of the next question and a piece of its right answer. */
  next(): Question;
}

export interface Question extends Asked {
  readonly expect: string;
}

/** How long each answer took, in microseconds, and how long they took together. */
export interface LoadResult {
  readonly seconds: number;
  readonly latencies: Float64Array;
}

const CONNECTIONS = 16;
const READ_EVERY = 32;
const ANSWER_WITHIN_MS = 10_000;
/** A program closes a connection that was not used for some seconds. */
const FREE_FOR_MS = 2_000;

/**
 * Asks over signed HTTP for some seconds, on 16 connections that each wait for their answer.
 * A client of our own: a general one takes more time per request than the programs it measures.
 */
export async function askOverHttp(questions: Questions, seconds: number): Promise<LoadResult> {
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => openSocket(questions.port)),
  );
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  try {
    await Promise.all(sockets.map((socket) => askUntil(socket, end, questions, latencies)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return {
    seconds: (performance.now() - start) / 1000,
    latencies: Float64Array.from(latencies),
  };
}

/** Asks once every so many milliseconds, however long answers take, until told to stop. */
export async function askSteadily(
  questions: Questions,
  everyMs: number,
  until: AbortSignal,
): Promise<Float64Array> {
  const latencies: number[] = [];
  const free: { readonly socket: Socket; readonly since: number }[] = [];
  const under: Promise<void>[] = [];
  async function askNow(): Promise<void> {
    const last = free.pop();
    const isUsable = last !== undefined && performance.now() - last.since < FREE_FOR_MS;
    if (last !== undefined && !isUsable) last.socket.destroy();
    const socket = isUsable ? last.socket : await openSocket(questions.port);
    const question = questions.next();
    const sentAt = performance.now();
    const answered = new Promise<string>((resolve, reject) => readAnswers(socket, resolve, reject));
    socket.write(signedRequest(question));
    const answer = await answered;
    latencies.push((performance.now() - sentAt) * 1000);
    if (!bodyOf(answer).includes(question.expect)) {
      throw new Error(`\`${question.text}\` was answered with: ${answer.slice(0, 2000)}`);
    }
    socket.removeAllListeners();
    free.push({ socket, since: performance.now() });
  }
  const startedAt = performance.now();
  for (let asked = 0; !until.aborted; asked += 1) {
    await pause(Math.max(0, startedAt + asked * everyMs - performance.now()));
    under.push(askNow());
  }
  await Promise.all(under);
  for (const { socket } of free) socket.destroy();
  return Float64Array.from(latencies);
}

/** One answer's body, to see how large it is. */
export async function askOnce(port: number, text: string): Promise<string> {
  const socket = await openSocket(port);
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      readAnswers(socket, resolve, reject);
      socket.write(signedRequest({ text }));
    });
    return bodyOf(answer);
  } finally {
    socket.destroy();
  }
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function askUntil(
  socket: Socket,
  end: number,
  questions: Questions,
  latencies: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    let sentAt = 0;
    let question: Question = { text: '', expect: '' };
    const ask = (): void => {
      question = questions.next();
      const request = signedRequest(question);
      sentAt = performance.now();
      socket.write(request);
    };
    readAnswers(
      socket,
      (answer) => {
        const now = performance.now();
        latencies.push((now - sentAt) * 1000);
        asked += 1;
        const isWrong = asked % READ_EVERY === 0 && !bodyOf(answer).includes(question.expect);
        if (isWrong || !answer.startsWith('HTTP/1.1 200 ')) {
          reject(new Error(`\`${question.text}\` was answered with: ${answer.slice(0, 2000)}`));
        } else if (now >= end) resolve();
        else ask();
      },
      reject,
    );
    ask();
  });
}

/**
 * Calls back with each whole answer, a character for each byte: Bolt sends them in chunks, others
 * may tell the length.
 */
function readAnswers(
  socket: Socket,
  onAnswer: (answer: string) => void,
  onError: (error: Error) => void,
): void {
  let answer = '';
  socket.setEncoding('latin1');
  socket.setTimeout(ANSWER_WITHIN_MS, () => onError(new Error('No answer within ten seconds')));
  socket.on('error', onError);
  socket.on('close', () => onError(new Error('The program closed the connection')));
  socket.on('data', (chunk: string) => {
    answer += chunk;
    if (!isWhole(answer)) return;
    const whole = answer;
    answer = '';
    onAnswer(whole);
  });
}

function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;

  const length = /^content-length: (\d+)/im.exec(answer.slice(0, headEnd))?.[1];
  if (length === undefined) return answer.endsWith('\r\n0\r\n\r\n');
  return answer.length >= headEnd + 4 + Number(length);
}

/** Without the sizes of chunks, which stand on lines of their own; JSON has no other line ends. */
function bodyOf(answer: string): string {
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  const content = body.replaceAll(/(?:^|\r\n)[0-9a-f]+\r\n/g, '').trimEnd();
  return Buffer.from(content, 'latin1').toString();
}
