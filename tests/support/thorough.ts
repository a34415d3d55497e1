/** The long proofs also take every case that the short ones leave out, because another one like it stands for it. */
const IS_THOROUGH = process.env['SUMMIT_THOROUGH'] === '1';

/** Slack's two ways to reach Summit: both where the way itself is tried, and otherwise in the long proofs. */
export const DOORS: readonly ('http' | 'socket')[] = IS_THOROUGH ? ['http', 'socket'] : ['http'];

/** These cases, or in the short tests the first so many. */
export function firstOf<Case>(count: number, cases: readonly Case[]): readonly Case[] {
  return IS_THOROUGH ? cases : cases.slice(0, count);
}
