/** Sorts after every letter there is. */
export const LAST_LETTER = '\u{10ffff}';
