/** End-to-end tests: against the cluster of the current context. ES modules, because the Kubernetes client is one. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/e2e/stack.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  maxWorkers: 1,
  testTimeout: 600_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
