import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Trouble, troubleOf } from '../db/trouble.ts';
import { proveWritable } from './changes/prove-writable.ts';
import type { House } from './slack/desk.ts';
import { answeredAt, type Page, sendJson, sendStatus } from './slack/http-server.ts';
import { logFailure } from './slack/log.ts';

/** Whoever asks more often is told the same again, so that nobody keeps the disk busy by asking. */
const HOLDS_FOR = 500;

/** Says what is missing in a sentence; null when nothing is. */
type Check = () => string | null;

/** `GET /ready`: whether all of Summit's work can be done now, and if not what is missing. */
export class Readiness implements Page {
  readonly #house: House;
  readonly #checks: readonly Check[];
  #looking: Promise<readonly string[]> | null = null;

  constructor(house: House, checks: readonly Check[]) {
    this.#house = house;
    this.#checks = checks;
  }

  answered(request: IncomingMessage, response: ServerResponse): boolean {
    return answeredAt('/ready', request, response, () => void this.#answer(response));
  }

  async #answer(response: ServerResponse): Promise<void> {
    try {
      const missing = await (this.#looking ??= this.#look());
      const ok = missing.length === 0;
      const said = ok ? { ok } : { ok, missing };
      sendJson(response, ok ? 200 : 503, Buffer.from(JSON.stringify(said)));
    } catch (error) {
      logFailure(this.#house.log, 'looking whether Summit is ready', error);
      sendStatus(response, 500);
    }
  }

  async #look(): Promise<readonly string[]> {
    try {
      const all = [await this.#troubleOfRecord(), ...this.#checks.map((check) => check())];
      return all.filter((one) => one !== null);
    } finally {
      setTimeout(() => {
        this.#looking = null;
      }, HOLDS_FOR).unref();
    }
  }

  async #troubleOfRecord(): Promise<string | null> {
    try {
      await proveWritable(this.#house.db);
      return null;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === null) throw error;
      return SENTENCES[trouble];
    }
  }
}

const SENTENCES: Readonly<Record<Trouble, string>> = {
  damaged: 'The record is damaged: restore a backup.',
  'disk-failed': 'The disk fails when the record is written to.',
  'disk-full': 'There is no room left on the disk for the record.',
  locked: 'The record is held by another program.',
  'no-database': 'The database of the record is not there.',
  'not-allowed': 'The database of the record does not let Summit in.',
  'not-a-file': 'The record can not be opened.',
  'not-writable': 'Summit may not write to the record.',
  unreachable: 'The database of the record can not be reached.',
};
