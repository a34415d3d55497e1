import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The disk that a file is on, or will be. */
export interface Disk {
  /** For whoever runs this. */
  readonly freeBytes: number;
  /** What shares the files of another machine here, where one does: SQLite doesn't hold there. */
  readonly share: string | null;
}

export async function diskOf(path: string): Promise<Disk> {
  const { bavail, bsize, type } = await statfs(nearestFolder(resolve(path)));
  return { freeBytes: bavail * bsize, share: shareOf(type) };
}

/** What Linux tells of file systems whose files are on another machine. Elsewhere the numbers mean nothing. */
const SHARES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB 2'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x73757245, 'Coda'],
]);

/** `type` as `statfs` tells it, with a sign or without. */
export function shareOf(type: number, platform: string = process.platform): string | null {
  return platform === 'linux' ? (SHARES.get(type >>> 0) ?? null) : null;
}

/** The folder that a file is in, or the nearest one above that is there. */
export function nearestFolder(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) || folder === path ? folder : nearestFolder(folder);
}
