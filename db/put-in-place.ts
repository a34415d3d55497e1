import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Gives a finished file its name, once all of it is on the disk. Until then nothing has that name. */
export async function putInPlace(finished: string, path: string): Promise<void> {
  await flushFile(finished);
  await rename(finished, path);
  // Windows has no way to flush a folder, and needs none.
  if (process.platform !== 'win32') await flush(dirname(path), 'r');
}

/** Takes an unfinished database away, with what SQLite keeps beside one. */
export async function discard(unfinished: string): Promise<void> {
  for (const path of filesOf(unfinished)) await rm(path, { force: true });
}

/** A database and the files SQLite keeps beside it while it is used. */
export function filesOf(database: string): string[] {
  return ['', '-wal', '-shm', '-journal'].map((beside) => database + beside);
}

/** Puts on the disk what the system may still hold. */
export async function flushFile(path: string): Promise<void> {
  await flush(path, 'r+');
}

async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
