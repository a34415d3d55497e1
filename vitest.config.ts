import { defineConfig } from 'vitest/config';
import { requireNode26 } from './tests/support/require-node-26.ts';
import { skipLines } from './tests/support/skip-lines.ts';

requireNode26();

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/**/*.long.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', skipLines],
  },
});
