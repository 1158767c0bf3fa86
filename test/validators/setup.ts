import buildFixture from '../lib/setup.ts';
import { missing } from './tools.ts';

/** Builds the fixture, and reports once, before all tests, which validators are missing. In CI their tests fail instead. */
export default async function setup(): Promise<void> {
  await buildFixture();
  if (process.env.CI) return;
  for (const validator of missing()) console.log(`skipped: ${validator}`);
}
