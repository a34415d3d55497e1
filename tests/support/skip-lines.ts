import type { Reporter } from 'vitest/node';

/** Says of every test that was left out that it was, and why where the test tells. */
export const skipLines: Reporter = {
  onTestCaseResult(testCase) {
    const result = testCase.result();
    if (result.state !== 'skipped') return;
    console.log(`left out: ${testCase.fullName}${result.note ? ` (${result.note})` : ''}`);
  },
};
