import type { StoredMessage } from './world.ts';

/** The address of a message, shaped as Slack's are, at which the page shows it. */
export function permalinkOf(url: string, { channelId, ts, threadTs }: StoredMessage): string {
  const address = `${url}/archives/${channelId}/p${ts.replace('.', '')}`;
  return threadTs === null || threadTs === ts
    ? address
    : `${address}?thread_ts=${threadTs}&cid=${channelId}`;
}

/** Where the page shows the message of such an address; null when it is none. */
export function placeOfPermalink(address: string): string | null {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const [, channelId] = /^\/archives\/([A-Z0-9]+)\/p\d+$/.exec(pathname) ?? [];
  if (channelId === undefined) return null;
  const threadTs = searchParams.get('thread_ts') ?? '';
  return /^\d+\.\d+$/.test(threadTs) ? `/#/${channelId}/${threadTs}` : `/#/${channelId}`;
}
