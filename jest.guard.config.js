import e2e from './jest.e2e.config.js';

/** The installation with guards, and attackers in it. */
export default { ...e2e, testMatch: ['<rootDir>/test/e2e/guard.test.ts'] };
