import { defineConfig } from 'vitest/config';
import { requireNode26 } from './tests/support/require-node-26.ts';
import { skipLines } from './tests/support/skip-lines.ts';

requireNode26();

/** The proofs that take minutes: the same properties over many more cases. */
export default defineConfig({
  test: {
    include: ['tests/**/*.long.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['default', skipLines],
  },
});
