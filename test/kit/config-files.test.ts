import { createHash } from 'node:crypto';
import { ApiObject, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ConfigFiles, type ConfigFilesProps } from '../../constructs/kit/config-files.ts';
import { Workload } from '../../constructs/kit/workload.ts';
import { installation, render } from '../lib/render.ts';

const metadata = (name: string) => ({ name, namespace: 'here', labels: {} });

const files = (props: Partial<ConfigFilesProps>) =>
  render(
    (chart) =>
      new ConfigFiles(chart, 'config', { metadata: metadata('shop-config'), onChange: 'restart', files: {}, ...props }),
  );

test('objects are written as YAML, *.json as JSON, text as it is', () => {
  const content = { a: 1, b: ['x'] };
  const rendered = files({ files: { 'a.yml': () => content, 'b.json': () => content, 'c.txt': () => 'a = 1\n' } });
  expect(rendered.find('ConfigMap', 'shop-config').data).toEqual({
    'a.yml': 'a: 1\nb:\n  - x\n',
    'b.json': '{"a":1,"b":["x"]}',
    'c.txt': 'a = 1\n',
  });
});

test('the model has the objects that were rendered', () => {
  const content = { a: 1 };
  expect(files({ files: { 'a.yml': () => content }, onChange: 'reload' }).files).toEqual([
    { path: 'test/config', namespace: 'here', configMap: 'shop-config', key: 'a.yml', onChange: 'reload', content },
  ]);
});

test('each file is made once', () => {
  const produce = jest.fn(() => ({ a: 1 }));
  files({ files: { 'a.yml': produce } });
  expect(produce).toHaveBeenCalledTimes(1);
});

describe('what is patched into a ConfigMap', () => {
  const file = (key: string, patch: JsonPatch) =>
    render((chart) => {
      const config = new ConfigFiles(chart, 'config', {
        ...{ metadata: metadata('shop-config'), onChange: 'restart' },
        files: { 'a.yml': () => ({ a: 1 }), 'b.json': () => ({ b: 1 }), 'c.txt': () => 'c' },
      });
      ApiObject.of(config.node.findChild('config-map')).addJsonPatch(patch);
    }).files.find((one) => one.key === key);

  test('is what the model reads', () => {
    expect(file('a.yml', JsonPatch.replace('/data/a.yml', 'a: [2]\n'))?.content).toEqual({ a: [2] });
    expect(file('b.json', JsonPatch.replace('/data/b.json', '{"b":[2]}'))?.content).toEqual({ b: [2] });
    expect(file('c.txt', JsonPatch.replace('/data/c.txt', 'd: 1'))?.content).toBe('d: 1');
    expect(file('d.yaml', JsonPatch.add('/data/d.yaml', 'd: 1'))).toMatchObject({
      path: 'test/config',
      content: { d: 1 },
    });
    expect(file('a.yml', JsonPatch.remove('/data/a.yml'))).toBeUndefined();
  });

  test('may be no YAML or JSON at all', () => {
    expect(file('a.yml', JsonPatch.replace('/data/a.yml', 'a: [2\nb'))).toMatchObject({
      content: 'a: [2\nb',
      unreadable: expect.stringMatching(/^YAMLParseError: /),
    });
    expect(file('b.json', JsonPatch.replace('/data/b.json', '{'))?.unreadable).toMatch(/^SyntaxError: /);
  });
});

/** The annotations of a pod that reads one file that it reloads and two that it does not. */
function annotations({ reloaded = 1, first = 1, second = 1 }, patch?: JsonPatch): Record<string, string> {
  return render((chart) => {
    const config = (name: string, onChange: 'restart' | 'reload', value: number) => {
      const files = { 'a.yml': () => ({ value }) };
      const made = new ConfigFiles(chart, name, { metadata: metadata(name), onChange, files });
      if (patch && name === 'first') ApiObject.of(made.node.findChild('config-map')).addJsonPatch(patch);
      return made;
    };
    new Workload(chart, 'workload', {
      installation,
      identity: { namespace: 'here', name: 'shop', app: 'shop', component: 'test', partOf: 'monitoring' },
      pods: 1,
      runAs: { user: 1, group: 1 },
      container: {
        image: 'shop:1',
        cpu: Cpu.millis(1),
        memory: { request: Size.mebibytes(1), limit: Size.mebibytes(1) },
        mounts: [
          {
            kind: 'config',
            path: '/a',
            from: [config('reloaded', 'reload', reloaded), config('first', 'restart', first)],
          },
          { kind: 'config', path: '/b', from: [config('second', 'restart', second)] },
        ],
      },
    });
  }).find('Deployment', 'shop').spec.template.metadata.annotations;
}

test('pods carry the checksum of exactly the files that they do not reload', () => {
  const sha256 = createHash('sha256').update('a.yml\nvalue: 1\n').digest('hex');
  expect(annotations({})).toEqual({ 'checksum/first': sha256, 'checksum/second': sha256 });
});

test('a change of a file changes its own checksum and no other', () => {
  const before = annotations({});
  const after = annotations({ first: 2 });
  expect(after['checksum/first']).toMatch(/^[0-9a-f]{64}$/);
  expect(after['checksum/first']).not.toBe(before['checksum/first']);
  expect(after['checksum/second']).toBe(before['checksum/second']);
});

test('a patch of a ConfigMap changes its checksum, as the same change in the file does', () => {
  expect(annotations({}, JsonPatch.replace('/data/a.yml', 'value: 2\n'))).toEqual(annotations({ first: 2 }));
  expect(annotations({}, JsonPatch.add('/binaryData', { b: 'AA==' }))).not.toEqual(annotations({}));
});

test('a change of a file that is reloaded leaves the pod alone', () => {
  expect(annotations({ reloaded: 2 })).toEqual(annotations({}));
});
