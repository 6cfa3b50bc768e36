import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    env: { TZ: 'UTC' },
    globalSetup: ['test/support/prepare.ts'],
    setupFiles: [
      'test/support/own-temporary-folder.ts',
      'test/support/passwords-once.ts',
      'test/support/templates-once.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
