import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';

/** Signs nobody takes for one another when reading a code aloud. */
const CODE_SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Made when it is first asked for: most of what Slack sends is answered without a line in the log. */
interface Code {
  code: string | null;
}

const codes = new AsyncLocalStorage<Code>();

/** All that is logged while this is done has one code, the one people are told when it fails. */
export function underOneCode<T>(work: () => T): T {
  return codes.run({ code: null }, work);
}

/** The code of what is being done; null where nothing is that Slack sent. */
export function codeOfThis(): string | null {
  const own = codes.getStore();
  return own === undefined ? null : (own.code ??= createCode());
}

export function createCode(): string {
  const signs = Array.from({ length: 6 }, () => CODE_SIGNS[randomInt(CODE_SIGNS.length)]).join('');
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}
