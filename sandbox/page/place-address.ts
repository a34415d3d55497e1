import type { Place } from './desk.ts';

/** `#/C0DESK`, `#/C0DESK/home`, `#/C0DESK/1700000000.000100` */
export function writeAddress({ channelId, tab, threadTs }: Place): string {
  const end = tab === 'home' ? 'home' : (threadTs ?? '');
  return end === '' ? `#/${channelId}` : `#/${channelId}/${end}`;
}

export function readAddress(hash: string): Place | null {
  const match = /^#\/([A-Z0-9]+)(?:\/([\w.]+))?$/.exec(hash);
  if (match === null) return null;
  const [, channelId = '', end] = match;
  if (end === 'home') return { channelId, tab: 'home', threadTs: null };
  return { channelId, tab: 'messages', threadTs: end ?? null };
}
