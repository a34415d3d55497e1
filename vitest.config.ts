import { defineConfig } from 'vitest/config';
import { requireNode26 } from './tests/support/require-node-26.ts';
import { skipLines } from './tests/support/skip-lines.ts';

requireNode26();

/** Tests of what reads and writes the record, which is the same in PostgreSQL; more of them are long proofs. */
const ON_POSTGRES = [
  'tests/access/two-worlds.test.ts',
  'tests/changes/forget-readings.test.ts',
  'tests/commands/status.test.ts',
  'tests/db/search.test.ts',
  'tests/**/*.postgres.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['tests/support/choose-database.ts', 'tests/support/end-started.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Tests keep nothing in modules, and loading Summit anew for each file takes a fifth of the time.
    isolate: false,
    // Far above what they take: it only ends what hangs, on a slow and busy machine too.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    reporters: ['default', skipLines],
    projects: [
      {
        extends: true,
        test: {
          name: 'summit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.{long,postgres}.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ON_POSTGRES,
          exclude: ['tests/**/*.long.test.ts'],
          globalSetup: 'tests/support/serve-postgres.ts',
        },
      },
    ],
  },
});
