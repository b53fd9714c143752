/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Many tests start processes, and some wait for seconds: a busy machine must not fail them.
  testTimeout: 60_000,
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/__tests__/unit/helpers/errors-of-node.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    // The types are checked by `npm run check`; here they are only stripped, which is fast.
    '\\.ts$': ['ts-jest', { useESM: true, diagnostics: false, tsconfig: 'tsconfig.jest.json' }],
  },
  // The two entry points are one statement each, which the scenarios run as part of the bundle.
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts', '!src/post.ts'],
  coverageProvider: 'v8',
  coverageReporters: [['text', { skipFull: true }]],
  coverageThreshold: { global: { lines: 100, branches: 100, functions: 100, statements: 100 } },
};
