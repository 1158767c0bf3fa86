import e2e from './jest.e2e.config.js';

/** Faults on purpose: on a cluster where nobody minds. */
export default { ...e2e, testMatch: ['<rootDir>/test/e2e/faults.test.ts'] };
