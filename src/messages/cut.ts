const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `limit` UTF-16 units of the text, ended with "…" where something is left out; whole characters only. */
export function cutTo(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, lastBoundary(text, limit - 1)).trimEnd()}…`;
}

/** The text in parts of at most `limit` UTF-16 units, parted after a space where there is one, never inside a character. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const space = Math.max(rest.lastIndexOf(' ', limit - 1), rest.lastIndexOf('\n', limit - 1));
    const end = space > limit / 2 ? space + 1 : lastBoundary(rest, limit);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  return parts;
}

/** The last place at or before `limit` where a character ends. A character longer than that is cut between code points. */
function lastBoundary(text: string, limit: number): number {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  if (end > 0) return end;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) && limit > 1;
  return splitsPair ? limit - 1 : limit;
}
