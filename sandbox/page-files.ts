import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('page', import.meta.url));
const NAMED: Readonly<Record<string, string>> = {
  '/': '/index.html',
  '/gallery': '/gallery.html',
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ts': 'text/javascript; charset=utf-8',
};

export interface PageFile {
  readonly type: string;
  readonly content: string | Buffer;
}

/** Files as they were served last, until they change on disk. */
const served = new Map<string, { readonly changedAt: number; readonly pageFile: PageFile }>();

/** A file of the page, a module without its types; null when there is none. */
export async function readPageFile(path: string): Promise<PageFile | null> {
  const name = normalize(NAMED[path] ?? path);
  const type = TYPES[extname(name)];
  const file = join(FOLDER, name);
  if (type === undefined || !file.startsWith(FOLDER)) return null;
  try {
    const { mtimeMs: changedAt } = await stat(file);
    const before = served.get(file);
    if (before?.changedAt === changedAt) return before.pageFile;
    const content = await readFile(file);
    const isModule = extname(name) === '.ts';
    const pageFile = { type, content: isModule ? withoutTypes(content.toString('utf8')) : content };
    served.set(file, { changedAt, pageFile });
    return pageFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Node warns that this call may change one day; nobody at the sandbox needs to read that. */
function withoutTypes(code: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(code);
  } finally {
    process.emitWarning = emitWarning;
  }
}
