/** Unit, content, stack, dist and docs tests: they need neither a cluster nor built tools. */
export default {
  testEnvironment: 'node',
  // Jest leaves one core idle by default, which on two cores is half of them.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/validators/'],
  // The fixture is built once; an output of its own, so that dist/ may be a user's.
  globalSetup: '<rootDir>/test/lib/setup.ts',
  globalTeardown: '<rootDir>/test/lib/teardown.ts',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
