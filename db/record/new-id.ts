import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

let pool = Buffer.alloc(0);
let used = 0;

/** An id that can be typed in need: twelve signs, 60 bits of chance. */
export function newId(): string {
  if (used + LENGTH > pool.length) {
    pool = randomBytes(4096);
    used = 0;
  }
  let id = '';
  for (const byte of pool.subarray(used, used + LENGTH)) id += SIGNS.charAt(byte & 31);
  used += LENGTH;
  return id;
}
