import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TokenKey } from '../config.ts';

/** What a sealed text is of: nothing else opens as it. */
export interface Sealed {
  /** The row it stands in. */
  readonly id: string;
  readonly column: 'refresh_token' | 'token';
}

/** What came of opening a sealed text. */
export type Opened =
  /** `isCurrent` unless another key seals by now. */
  | { readonly kind: 'opened'; readonly text: string; readonly isCurrent: boolean }
  /** It was sealed with a key that isn't there, or is not what was sealed for this place. */
  | { readonly kind: 'shut'; readonly keyId: string };

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals tokens for the record with AES-256-GCM, each for its own place. The first key seals,
 * all open. A sealed text is `ID:` and, in base64url, what is different each time, the tag
 * and the text.
 */
export class TokenSeal {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #first: string;

  constructor(keys: readonly TokenKey[]) {
    this.#keys = new Map(keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
    const [first] = keys;
    if (first === undefined) throw new Error('There is no key to seal with');
    this.#first = first.id;
  }

  seal(text: string, place: Sealed): string {
    const keyId = this.#first;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key(keyId), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(nameOf(place, keyId));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${keyId}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  open(sealed: string, place: Sealed): Opened {
    const [keyId = '', body = ''] = sealed.split(':');
    const key = this.#keys.get(keyId);
    const bytes = Buffer.from(body, 'base64url');
    if (key === undefined || bytes.length < IV_BYTES + TAG_BYTES) return { kind: 'shut', keyId };
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(nameOf(place, keyId));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      const parts = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
      const text = Buffer.concat(parts).toString('utf8');
      return { kind: 'opened', text, isCurrent: keyId === this.#first };
    } catch {
      return { kind: 'shut', keyId };
    }
  }

  #key(id: string): Buffer {
    const key = this.#keys.get(id);
    if (key === undefined) throw new Error(`There is no key "${id}"`);
    return key;
  }
}

function nameOf({ id, column }: Sealed, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['installations', id, column, keyId]));
}
