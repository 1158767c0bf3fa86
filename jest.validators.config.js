import unit from './jest.config.js';

/** The real validators over dist/, where `tools/build` has built them. */
export default {
  ...unit,
  testMatch: ['<rootDir>/test/validators/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
