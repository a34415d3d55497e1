import { readFile } from 'node:fs/promises';
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

/** A file of the page, a module without its types; null when there is none. */
export async function readPageFile(path: string): Promise<PageFile | null> {
  const name = normalize(NAMED[path] ?? path);
  const type = TYPES[extname(name)];
  const file = join(FOLDER, name);
  if (type === undefined || !file.startsWith(FOLDER)) return null;
  try {
    const content = await readFile(file);
    if (extname(name) !== '.ts') return { type, content };
    return { type, content: stripTypeScriptTypes(content.toString('utf8')) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
