/**
 * The web address someone typed or pasted, as it is kept. Null when it is none, when it holds a
 * password, or when it is too long to be shown again.
 */
export function readAddress(typed: string): string | null {
  if (typed.length > LONGEST_TYPED) return null;
  const address = trimAddress(typed);
  const url = parse(/^www\./i.test(address) ? `https://${address}` : address);
  if (url === null || /[\s\p{Cc}]/u.test(address)) return null;
  if (url.username !== '' || url.password !== '') return null;
  const kept = url.href.replaceAll('|', '%7C');
  return kept.length > LONGEST ? null : kept;
}

/** What two addresses of one page have in common: equal keys, one source. */
export function sameAddress(address: string): string {
  const url = parse(address);
  if (url === null) return address.trim();
  const path = withoutSlashes(url.pathname);
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !TRACKING.test(part));
  const key = withoutWww(url.host) + path + (query.length === 0 ? '' : `?${query.join('&')}`);
  return key.replaceAll(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
}

/** Whose page it is, as far as the address tells: its host. */
export function publisherOf(address: string): string {
  return withoutWww(parse(address)?.hostname ?? '');
}

/** An address without what Slack or a sentence put around it. */
export function trimAddress(typed: string): string {
  const text = typed.trim();
  const inner = SLACK_LINK.exec(text)?.[1] ?? text.replace(/^["'“‘«„(<[]+/u, '');
  // A closing bracket belongs to the address when one was opened in it.
  let unopened = count(inner, ')') - count(inner, '(');
  let end = inner.length;
  for (; end > 0; end -= 1) {
    const last = inner.charAt(end - 1);
    if (last === ')' ? unopened <= 0 : !CLOSING.test(last)) break;
    if (last === ')') unopened -= 1;
  }
  return inner.slice(0, end);
}

const LONGEST = 1500;
const LONGEST_TYPED = 4 * LONGEST;

const SLACK_LINK = /^<([^<>|]*)(?:\|[^<>]*)?>[.,;:!?)]*$/;
const TRACKING = /^(?:utm_[^=]*|fbclid|gclid)(?:=|$)/i;
const CLOSING = /[.,;:!?'"”’»>\]*]/u;

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

function parse(address: string): URL | null {
  if (!/^https?:\/\//i.test(address)) return null;
  return URL.parse(address);
}

function withoutWww(host: string): string {
  return host.replace(/^www\.(?=.)/, '');
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path.charAt(end - 1) === '/') end -= 1;
  return path.slice(0, end);
}
