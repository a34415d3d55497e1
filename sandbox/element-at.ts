import type { Json } from './door.ts';

/** The element with these names; null when no block holds one. */
export function elementAt(blocks: unknown, blockId: string, actionId: string): Json | null {
  const block = find(blocks, 'block_id', blockId);
  return block === null ? null : find(block, 'action_id', actionId);
}

function find(part: unknown, key: 'block_id' | 'action_id', name: string): Json | null {
  if (typeof part !== 'object' || part === null) return null;
  const record = part as Json;
  if (record[key] === name) return record;
  for (const inner of Object.values(record)) {
    const found = find(inner, key, name);
    if (found !== null) return found;
  }
  return null;
}
