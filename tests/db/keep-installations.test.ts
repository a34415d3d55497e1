import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUp } from '../../db/backup.ts';
import { listInstallations } from '../../db/installations.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { restoreRecord } from '../../db/restore.ts';
import { forgetInstallation, keepInstallation } from '../../src/changes/keep-installation.ts';

const NOW = Temporal.Instant.from('2026-05-04T12:00:00Z');

test('a restored record speaks with the tokens of today, and not where Summit was removed since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'summit-'));
  const path = join(folder, 'summit.db');
  const backup = join(folder, 'backup.db');
  const db = await openDatabase(`sqlite:${path}`);
  await install('T0ALPHA', 'first');
  await install('T0BETA', 'first');
  await backUp(db, backup);
  await install('T0ALPHA', 'second');
  await forgetInstallation(db, { id: 'T0BETA', why: 'app_uninstalled', at: NOW });
  await closeDatabase(db);

  await restoreRecord({ path, file: backup, keepAs: 'before.db', now: NOW });
  const restored = await openDatabase(`sqlite:${path}`);
  const tokens = (await listInstallations(restored)).map(({ id, token }) => [id, token]);
  expect(tokens).toEqual([['T0ALPHA', 'second']]);
  await closeDatabase(restored);

  async function install(id: string, token: string): Promise<void> {
    const about = { name: id, appId: 'A0', botUserId: 'U0', scopes: 'commands', by: 'U0ANN' };
    const tokens = { token, refreshToken: null, expiresAt: null };
    await keepInstallation(db, { id, ...about, at: NOW, tokens });
  }
});
