import { publisherOf, readAddress } from '../src/agenda/web-address.ts';
import type { NewSource } from '../src/changes/keep-sources.ts';
import { echo } from '../src/messages/which-issue.ts';

/** The sources someone typed, or what is wrong with one of them. */
export function readSources(typed: readonly string[]): NewSource[] | string {
  const sources: NewSource[] = [];
  for (const one of typed) {
    const url = readAddress(one);
    if (url === null) return `“${echo(one)}” is not a web address. It begins with https://.`;
    sources.push({ url, publisher: publisherOf(url), date: null });
  }
  return sources;
}
