import { defineConfig } from 'vitest/config';
import { requireNode26 } from './tests/support/require-node-26.ts';
import { skipLines } from './tests/support/skip-lines.ts';

requireNode26();

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/**/*.long.test.ts'],
    setupFiles: ['tests/support/end-started.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Tests keep nothing in modules, and loading Summit anew for each file takes a fifth of the time.
    isolate: false,
    // Far above what they take: it only ends what hangs, on a slow and busy machine too.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    reporters: ['default', skipLines],
  },
});
