import { defineConfig } from 'vitest/config';
import { requireNode26 } from './tests/support/require-node-26.ts';
import { skipLines } from './tests/support/skip-lines.ts';

requireNode26();

/** The proofs that take minutes: the same properties over many more cases. */
/** All that reads and writes the record and asks nothing of SQLite itself; each time those that say the most. */
const ON_POSTGRES =
  process.env['SUMMIT_LONG'] === 'full'
    ? [
        'tests/access/two-worlds.test.ts',
        'tests/changes/{say-slot,set-digest}.test.ts',
        'tests/commands/*.test.ts',
        'tests/db/{agenda-workspaces,cards,names,search}.test.ts',
        'tests/digests/{compose,compose-changes,reminders,watch-news}.test.ts',
      ]
    : [
        'tests/changes/say-slot.test.ts',
        'tests/commands/{digest,facts-logged,mark,source,undo,words}.test.ts',
        'tests/db/{agenda-workspaces,cards,names}.test.ts',
        'tests/digests/reminders.test.ts',
      ];

export default defineConfig({
  test: {
    setupFiles: ['tests/support/choose-database.ts', 'tests/support/end-started.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // All of a proof takes longer than the part of it that runs each time.
    testTimeout: process.env['SUMMIT_LONG'] === 'full' ? 10_800_000 : 1_800_000,
    hookTimeout: 120_000,
    reporters: ['default', skipLines],
    projects: [
      {
        extends: true,
        test: {
          name: 'summit',
          // The fuzz tests run here too, with 100,000 cases, and these through both doors.
          include: [
            'tests/**/*.long.test.ts',
            'tests/changes/verify-record.test.ts',
            'tests/commands/any-text.test.ts',
            'tests/digests/every-await.test.ts',
            'tests/messages/digest-limits.test.ts',
            'tests/messages/limits.test.ts',
            'tests/slack/{digests,forms,live-cards,mentions,shortcuts,stopped-workspace,uninstall}.test.ts',
            'tests/slack/slack-request.test.ts',
            'tests/terminal/{backup,restore}.test.ts',
          ],
          exclude: ['tests/**/*.postgres.long.test.ts'],
          env: { SUMMIT_FUZZ_RUNS: '100000', SUMMIT_THOROUGH: '1' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['tests/**/*.postgres.long.test.ts', ...ON_POSTGRES],
          exclude: ['tests/commands/*any-text*', 'tests/commands/*.long.test.ts'],
          globalSetup: 'tests/support/serve-postgres.ts',
          isolate: false,
        },
      },
    ],
  },
});
