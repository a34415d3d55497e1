import type { DigestNews } from '../agenda/digest.ts';

/** True when something happened that a digest speaks for. */
export function isEventful({ issues, imports }: DigestNews): boolean {
  return issues.length > 0 || imports.length > 0;
}
