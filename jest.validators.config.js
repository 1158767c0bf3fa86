import unit from './jest.config.js';

/** The real validators over dist/: those that `tools/build` has built or that the environment names. */
export default {
  ...unit,
  testMatch: ['<rootDir>/test/validators/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/validators/setup.ts',
};
