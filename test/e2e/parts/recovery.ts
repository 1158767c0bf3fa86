import { podOf, replacePod } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { grafana, grafanaPassword, logs, MONITORING, minutesAgo, query } from '../lib/stack.ts';

describe('a deleted pod comes back', () => {
  test('Prometheus with its samples', async () => {
    const time = Math.floor(Date.now() / 1000) - 30;
    const ask = () => query('sum(prometheus_tsdb_head_samples_appended_total)', time);
    const before = await eventually('a sample', async () => {
      const samples = await ask();
      expect(samples).toHaveLength(1);
      return samples;
    });
    await replacePod(MONITORING, 'prometheus');
    await eventually('the same sample', async () => expect(await ask()).toEqual(before));
  });

  test('Loki with its lines', async () => {
    const start = minutesAgo(60);
    const numbers = async () =>
      (await logs('{container="flask-app"}', start)).flatMap(({ values }) =>
        values.map(([time, line]) => `${time} ${line}`),
      );
    const before = await numbers();
    expect(before.length).toBeGreaterThan(0);
    await replacePod(MONITORING, 'loki');
    await eventually('the same lines', async () => expect(await numbers()).toEqual(expect.arrayContaining(before)));
  });

  test('Grafana with its password and data sources', async () => {
    const uids = async () => (await grafana<{ uid: string }[]>('/api/datasources')).map(({ uid }) => uid).sort();
    const before = { password: await grafanaPassword(), uids: await uids() };
    expect(before.password.length).toBeGreaterThanOrEqual(32);
    await replacePod(MONITORING, 'grafana');
    await podOf(MONITORING, 'grafana');
    await eventually('the same answers', async () =>
      expect({ password: await grafanaPassword(), uids: await uids() }).toEqual(before),
    );
  });
});
