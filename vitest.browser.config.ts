import { defineConfig } from 'vitest/config'

/** The browser tests: one real Chromium over the demo place. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    pool: 'threads',
    maxWorkers: 1,
    env: { TZ: 'UTC' },
    globalSetup: ['test/support/prepare.ts'],
    setupFiles: ['test/support/own-temporary-folder.ts'],
    testTimeout: 120_000,
    // Loading the demo takes a busy machine minutes.
    hookTimeout: 600_000,
  },
})
