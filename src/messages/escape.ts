/** Controls, bidi marks and invisible characters: they hide or reorder what stands beside them. */
const INVISIBLE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Joiners spell Persian and Indic words and build emoji; elsewhere they only hide things. */
const IDLE_JOINER =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])[\u200C\u200D]/gu;

/** Letters, marks and emoji that are what they look like; nearly all text is made of them alone. */
const PLAIN =
  /^(?:[\n\t\x20-\x25\x27-\x3B\x3D\x3F-\x7E\u00A1-\u00AC\u00AE-\u024F\u2013-\u201F\u2190-\u21FF\u23E9-\u23FA\u2600-\u27BF\u4E00-\u9FFF]|\uFE0F|[\uD83C-\uD83E][\uDC00-\uDFFF])*$/;

/** A soft hyphen, which nobody sees. Slack reads a mark only at the edge of a word, and none after this. */
const UNSEEN = '\u00AD';

/** Where bold, italic or struck text, code, a quotation or an emoji could begin; Slack takes wide ones alike. */
const MARK = /(?<![0-9A-Za-z])[*_~＊＿～](?!\s)|[`｀]|^[>＞]|:(?!\d+:)(?=[^\s:]+:)/gmu;

/** The two parts of what is an emoji once they are together. */
const EMOJI_BEGUN = /:[^\s:]{0,100}$/;
const EMOJI_ENDED = /^[^\s:]{0,100}:/;

/** Well below what a piece of a message holds. */
const LINK_LIMIT = 1500;
const SIMPLE_URL = /^https?:\/\/[A-Za-z0-9.-]+(?:\/[A-Za-z0-9._~/%=?#-]{0,1000})?$/;

/** Text from people or files, made safe to read: well-formed, and nothing in it hides. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(INVISIBLE, '')
    .replaceAll(IDLE_JOINER, '');
}

/** The same, for a place where Slack reads markup: `<!channel>` and `*this*` become letters. */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return withoutMarks(text);
  return asEntities(withoutMarks(visible(text)));
}

/** The text, in which no mark begins anything. */
function withoutMarks(text: string): string {
  // The name of an emoji may begin after anything, so it is the name that is taken apart.
  return text.replaceAll(MARK, (mark) => (mark === ':' ? mark + UNSEEN : UNSEEN + mark));
}

/** Two texts that were escaped, one after the other. */
export function joinEscaped(before: string, after: string): string {
  return EMOJI_ENDED.test(after) && EMOJI_BEGUN.test(before)
    ? before + UNSEEN + after
    : before + after;
}

/** `&`, `<` and `>` as Slack writes them; all else as it is. */
export function asEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What stands as entities and marks that mean nothing, as it was typed. */
export function unescapeText(text: string): string {
  if (!text.includes('&') && !text.includes(UNSEEN)) return text;
  return text
    .replaceAll(UNSEEN, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** An https or http address that can stand inside `<…|label>`, or null when it can't be linked. */
export function linkTarget(url: string): string | null {
  if (SIMPLE_URL.test(url)) return url;
  if (!/^https?:\/\//i.test(url) || url.length > LINK_LIMIT || !URL.canParse(url)) return null;
  const target = url
    .toWellFormed()
    .replaceAll(/[\s<>|"\\^`{}\p{C}]/gu, (character) => encodeURIComponent(character))
    .replaceAll('&', '&amp;');
  return target.length > LINK_LIMIT ? null : target;
}
