import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { QueryWatch } from './query-watch.ts';
import { failedQuery, troubleOf, unreachable } from './trouble.ts';

/** A server that was cut off says nothing, and nobody waits for it longer, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Reads from PostgreSQL by statements that each connection prepares once: to read and plan one
 * takes the server longer than most of ours take to run.
 */
export class PreparedReads {
  readonly #pool: Pool;
  readonly #watch: QueryWatch | null;
  readonly #names = new Map<string, string>();

  constructor(pool: Pool, watch: QueryWatch | null) {
    this.#pool = pool;
    this.#watch = watch;
  }

  async rows(text: string, values: readonly unknown[]): Promise<unknown[]> {
    const begun = this.#watch?.now() ?? 0;
    const client = await connectTo(this.#pool);
    try {
      // Its types don't know the last one.
      const query: QueryConfig & { readonly query_timeout: number } = {
        name: this.#nameOf(text),
        text,
        values: [...values],
        query_timeout: PATIENCE,
      };
      const { rows } = await client.query<object>(query);
      client.release();
      return rows;
    } catch (error) {
      const failure = failedQuery(error);
      client.release(troubleOf(failure) === 'unreachable');
      throw failure;
    } finally {
      this.#watch?.took('read', this.#watch.now() - begun);
    }
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `summit_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

async function connectTo(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unreachable(error);
  }
}
