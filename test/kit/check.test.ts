import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Application, Namespace } from '../../constructs/index.ts';
import { addProblems, InvalidInput } from '../../constructs/kit/check.ts';
import { installation } from '../lib/render.ts';

/** What is wrong with a size. */
const sizeProblems = (size: number) => () => [
  ...(size < 1 ? [`'size' (${size}) must be at least 1`] : []),
  ...(size % 2 === 0 ? [] : [`'size' (${size}) must be even`]),
];

/** Validates as `app.synth()` does, for an app that writes nothing. */
function problemsOf(build: (chart: Chart) => void): string {
  const app = new App();
  build(new Chart(app, 'chart'));
  try {
    for (const { node } of app.node.findAll()) node.validate();
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  return '';
}

test('right input is not complained about', () => {
  expect(problemsOf((chart) => addProblems(new Construct(chart, 'a'), sizeProblems(2)))).toBe('');
});

test('each problem is reported, under the path of the construct', () => {
  expect(problemsOf((chart) => addProblems(new Construct(chart, 'a'), sizeProblems(-1)))).toBe(
    "invalid input for 'chart/a':\n  - 'size' (-1) must be at least 1\n  - 'size' (-1) must be even",
  );
});

test('a validator that fails is a problem itself, and hides no other', () => {
  const fails = () => [process.env.NOBODY_SETS_THIS!.trim()];
  const text = problemsOf((chart) => {
    const construct = new Construct(chart, 'a');
    addProblems(construct, fails);
    addProblems(construct, sizeProblems(1));
  });
  expect(text).toBe(
    "invalid input for 'chart/a':\n  - its settings must be of the documented types, and one can't be read " +
      "(TypeError: Cannot read properties of undefined (reading 'trim')); compare them with the props\n" +
      "  - 'size' (1) must be even",
  );
});

test('all broken constructs report in one error', () => {
  const text = problemsOf((chart) => {
    addProblems(new Construct(chart, 'a'), sizeProblems(1));
    addProblems(new Construct(chart, 'right'), sizeProblems(2));
    addProblems(new Construct(chart, 'b'), () => ['\'colour\' ("pink") must be blue']);
  });
  expect(text).toBe(
    "invalid input for 'chart/a':\n  - 'size' (1) must be even\n" +
      "invalid input for 'chart/b':\n  - 'colour' (\"pink\") must be blue",
  );
});

describe('one cause in many places', () => {
  const build = (chart: Chart) => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) addProblems(new Construct(chart, id), sizeProblems(1));
    addProblems(new Construct(chart, 'f'), sizeProblems(3));
  };

  test('is reported once, with the first places and a count of the rest', () => {
    expect(problemsOf(build)).toBe(
      "invalid input for 'chart/a', 'chart/b', 'chart/c' and 2 more:\n  - 'size' (1) must be even\n" +
        "invalid input for 'chart/f':\n  - 'size' (3) must be even",
    );
  });

  test('is one problem for programs, with all of its places', () => {
    const app = new App();
    build(new Chart(app, 'chart'));
    const also = ['b', 'c', 'd', 'e'].map((id) => ({ path: `chart/${id}` }));
    expect(() => app.node.validate()).toThrow(
      expect.objectContaining({
        problems: [
          { path: 'chart/a', message: "'size' (1) must be even", also },
          { path: 'chart/f', message: "'size' (3) must be even" },
        ],
      }),
    );
  });
});

describe('synth with several broken constructs', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'check-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  const build = (right: boolean) => {
    const app = new App({ outdir });
    new Namespace(new Chart(app, '00-namespaces'), 'team', { installation, name: right ? 'team' : 'Team A' });
    new Application(new Chart(app, '50-applications'), 'shop', {
      installation,
      namespace: 'team',
      name: 'shop',
      image: right ? 'shop:1.0.0' : 'shop',
      ports: { http: { container: 8000 } },
      healthcheck: { test: 'true' },
      replicas: right ? 2 : 0,
    });
    return app;
  };

  test('throws once, with all of them, and writes no file', () => {
    const app = build(false);
    expect(() => app.synth()).toThrow(
      new Error(
        "invalid input for '00-namespaces/team':\n" +
          "  - 'name' (\"Team A\") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, " +
          'starting and ending with a letter or digit; for example "team-a"\n' +
          "invalid input for '50-applications/shop/workload':\n" +
          "  - 'replicas' (0) must be a whole number of at least 1; to remove a component, leave it out\n" +
          '  - \'image\' ("shop") must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; ' +
          'for example "registry.example.com/app:1.2.3"',
      ),
    );
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('and writes files when they are right', () => {
    build(true).synth();
    expect(readdirSync(outdir).sort()).toEqual(['00-namespaces.k8s.yaml', '50-applications.k8s.yaml']);
  });
});

test('what is added after a validation is validated too', () => {
  const app = new App();
  addProblems(new Construct(app, 'early'), sizeProblems(2));
  app.node.validate();
  addProblems(new Construct(app, 'late'), sizeProblems(1));
  expect(() => app.synth()).toThrow(new Error("invalid input for 'late':\n  - 'size' (1) must be even"));
});
