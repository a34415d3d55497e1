import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** What a read takes. A transaction is one too. */
export type Db = Kysely<Schema>;

/** What a write of several rows takes, so that the type says it is all or nothing. */
export type Tx = Transaction<Schema>;
