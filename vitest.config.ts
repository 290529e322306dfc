import { defineConfig } from 'vitest/config';

const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    // CI counts the tests from the JSON report; people read the default one.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
