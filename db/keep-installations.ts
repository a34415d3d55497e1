import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { troubleOf } from './trouble.ts';

/**
 * Where Summit is installed is no matter of the past: tokens of a backup may be spent or revoked
 * by now. So a copy that is to take the record's place gets what the record knows of it; nothing
 * changes where there is none that can be read, or one from before there was any.
 */
export function keepInstallations(ready: string, record: string): void {
  if (!existsSync(record)) return;
  const copy = new Database(ready);
  try {
    copy.prepare('attach ? as present').run(record);
    const has = copy
      .prepare("select 1 from present.sqlite_master where name = 'installations'")
      .get();
    if (has !== undefined) takeOver(copy);
  } catch (error) {
    // It is moved away as it is then.
    if (!['damaged', 'not-a-file'].includes(troubleOf(error) ?? '')) throw error;
  } finally {
    copy.close();
  }
}

const TABLES = ['installations', 'org_workspaces', 'install_states'] as const;

function takeOver(copy: Database.Database): void {
  for (const table of TABLES) {
    copy.exec(
      `delete from main.${table}; insert into main.${table} select * from present.${table}`,
    );
  }
}
