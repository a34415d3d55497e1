const LONGEST = 60;

/** Lower-case words joined by hyphens, as keys and ids are; `item` when the text has no letter for one. */
export function keyFrom(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’'`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let key = words[0]?.slice(0, LONGEST) ?? 'item';
  for (const word of words.slice(1)) {
    if (key.length + word.length + 1 > LONGEST) break;
    key += `-${word}`;
  }
  return key;
}
