import { type DigestPlace, findDigest, readDigest, type StandingDigest } from '../../db/digests.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Asked } from './change-of-issue.ts';
import { record } from './record.ts';

/** Who asks for a change of a digest. */
export type DigestAsker = Pick<Asked, 'at' | 'by' | 'deed' | 'inputId'>;

/** What came of a change of a place's digest. */
export type DigestChanged =
  | { readonly kind: 'changed'; readonly digest: StandingDigest }
  /** It was like that before, or can't become so: one that is off is set, not resumed. */
  | { readonly kind: 'as it was'; readonly digest: StandingDigest }
  /** The same input was acted on before. */
  | { readonly kind: 'repeated'; readonly digest: StandingDigest }
  /** The place never had one. */
  | { readonly kind: 'missing' };

/** The issue it is about is there no more. */
export interface Gone {
  readonly kind: 'gone';
}

/**
 * Changes a place's digest, unless the same input did before. `change` gives false when there is
 * nothing to do.
 */
export async function changeDigest<Outcome extends Gone | boolean>(
  db: Db,
  place: DigestPlace,
  { at, inputId }: Pick<DigestAsker, 'at' | 'inputId'>,
  change: (tx: Tx, digest: StandingDigest) => Promise<Outcome>,
): Promise<DigestChanged | Exclude<Outcome, boolean>> {
  return record(db, async (tx) => {
    const digest = await findDigest(tx, place);
    if (digest === null) return { kind: 'missing' };
    if (inputId !== null && (await isKnownInput(tx, inputId))) return { kind: 'repeated', digest };
    const outcome = await change(tx, digest);
    if (typeof outcome === 'object') return outcome as Exclude<Outcome, boolean>;
    if (!outcome) return { kind: 'as it was', digest };
    if (inputId !== null) await rememberInput(tx, inputId, stamp(at));
    return { kind: 'changed', digest: await readDigest(tx, digest.id) };
  });
}
