import { unescapeText } from '../src/messages/escape.ts';

/** Words with the options taken out; line ends and spaces stay as typed. */
export interface Taken {
  readonly text: string;
  readonly options: ReadonlyMap<string, string>;
  readonly sources: readonly string[];
}

/** Takes `source:URL`, `seen:` and `over:` out of words that are kept as they are typed. */
export function takeOptions(typed: string): Taken {
  const options = new Map<string, string>();
  const sources: string[] = [];
  const text = unescapeText(typed)
    .replaceAll(SOURCE, (_, address: string) => {
      sources.push(address.replaceAll(/^["“<]|[>"”]$/gu, '').replace(/\|.*$/s, ''));
      return '';
    })
    .replaceAll(COUNT, (_, name: string, line: string) => {
      options.set(name.toLowerCase(), line);
      return '';
    });
  return { text: text.trim(), options, sources };
}

const SOURCE = /(?<=^|\s)sources?[:：]\s?(<[^<>\s]*>|"[^"\s]*"|“[^”\s]*”|[^\s"“<]+)/giu;
const COUNT = /(?<=^|\s)(seen|over):(\d{1,15})(?=\s|$)/giu;
