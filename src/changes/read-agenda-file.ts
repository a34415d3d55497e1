import { createReadStream } from 'node:fs';
import { JSONParser, TokenType } from '@streamparser/json';
import type { AgendaReading } from './agenda-reading.ts';

/** Why a file can't be read as an agenda, in one sentence. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** Hears how many bytes were read just now, and for the how-manieth time the file is read. */
export type ReadingProgress = (bytes: number, time: number) => void;

const PIECE = 256 * 1024;
const HEAD = ['schema_version', 'dataset', 'parties', 'context', 'sources'];

/** Reads an agenda from a file, a piece at a time. Throws an `UnreadableFile` where that fails. */
export function readAgendaFile(path: string, progress: ReadingProgress): AgendaReading {
  let top = newTop();
  let time = 0;
  return {
    get root() {
      return top.root;
    },
    get list() {
      return top.list;
    },
    get repeated() {
      return top.repeated;
    },
    async *issues() {
      top = newTop();
      time += 1;
      const issues: unknown[] = [];
      const parser = parserFor(path, top, issues);
      for await (const piece of piecesOf(path)) {
        await placed(path, top, () => parser.write(piece));
        top.size += piece.length;
        progress(piece.length, time);
        yield* issues.splice(0);
      }
      await placed(path, top, () => {
        if (!parser.isEnded) parser.end();
      });
      if (top.offset < 0) throw new UnreadableFile(`${path} holds no agenda: it is empty.`);
    },
  };
}

/** What was met of the outermost object so far. */
interface Top {
  readonly root: Record<string, unknown>;
  readonly keys: Set<string>;
  readonly repeated: string[];
  list: AgendaReading['list'];
  depth: number;
  /** The outermost name whose value is awaited; null where a name can come next. */
  key: string | null;
  /** Where the last piece of the text stood that meant something, in bytes; -1 before the first. */
  offset: number;
  size: number;
}

function newTop(): Top {
  return {
    root: Object.create(null),
    keys: new Set(),
    repeated: [],
    list: 'missing',
    depth: 0,
    key: null,
    offset: -1,
    size: 0,
  };
}

function parserFor(path: string, top: Top, issues: unknown[]): JSONParser {
  const paths = [...HEAD.map((name) => `$.${name}`), '$.issues.*'];
  const parser = new JSONParser({ paths, keepStack: false });
  parser.onToken = ({ token, value, offset }) => {
    top.offset = offset;
    if (top.depth === 0 && token !== TokenType.LEFT_BRACE) {
      throw new UnreadableFile(`${path} holds no agenda: it must be one JSON object.`);
    }
    if (top.depth === 1) meet(top, token, value);
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) top.depth += 1;
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) top.depth -= 1;
  };
  parser.onValue = ({ key, value, stack }) => {
    if (stack.length === 2) issues.push(value);
    else top.root[String(key)] = value;
  };
  return parser;
}

/** Takes note of what stands directly in the outermost object. */
function meet(top: Top, token: TokenType, value: unknown): void {
  if (token === TokenType.COMMA) top.key = null;
  else if (top.key === null && token === TokenType.STRING) {
    top.key = String(value);
    if (top.keys.has(top.key)) top.repeated.push(top.key);
    top.keys.add(top.key);
    if (top.key !== 'issues') top.root[top.key] = null;
  } else if (top.key === 'issues' && token !== TokenType.COLON && token !== TokenType.RIGHT_BRACE) {
    top.list = token === TokenType.LEFT_BRACKET ? 'list' : 'something else';
  }
}

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: PIECE });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new UnreadableFile(`There is no file ${path}.`, { cause: error });
    throw new UnreadableFile(`The file ${path} can't be read (${String(code)}).`, { cause: error });
  }
}

/** Does a step of parsing; a mistake in the JSON becomes a sentence that says where it is. */
async function placed(path: string, top: Top, step: () => void): Promise<void> {
  try {
    step();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const told = /absolute position "(\d+)"/.exec(said)?.[1];
    const isCutOff = /ended in (the middle|mid)/.test(said);
    const offset = told === undefined ? (isCutOff ? top.size : top.offset) : Number(told);
    const { line, column } = await placeOf(path, offset);
    const what = isCutOff ? 'it ends too early' : 'it is not valid JSON';
    throw new UnreadableFile(`${path} can't be read: ${what}, at line ${line}, column ${column}.`, {
      cause: error,
    });
  }
}

async function placeOf(path: string, offset: number): Promise<{ line: number; column: number }> {
  const newline = 0x0a;
  let line = 1;
  let column = 1;
  if (offset <= 0) return { line, column };
  for await (const piece of createReadStream(path, { end: offset - 1, highWaterMark: PIECE })) {
    for (const byte of piece as Buffer) {
      if (byte === newline) {
        line += 1;
        column = 1;
      } else if ((byte & 0xc0) !== 0x80) column += 1;
    }
  }
  return { line, column };
}
