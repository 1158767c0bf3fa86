import { compareAll, liveJobs } from '../../../ops/lib/catalogue-live.ts';
import { eventually } from '../lib/eventually.ts';

test('what the catalogue says is always there is live; what it does not know is named', async () => {
  await eventually(
    'the metrics of all targets',
    async () => {
      const { wrong, unknown } = compareAll(await liveJobs());
      expect(wrong).toEqual([]);
      if (unknown.length > 0) console.warn([...unknown, 'npm run catalogue adds these'].join('\n'));
    },
    { seconds: 180, every: 15 },
  );
});
