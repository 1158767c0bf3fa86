import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Application, Namespace } from '../../constructs/index.ts';
import { addProblems, check, checkTree, InvalidInput, type Rule } from '../../constructs/kit/check.ts';
import { installation } from '../lib/render.ts';

const RULES: readonly Rule<{ readonly size: number }>[] = [
  { broken: ({ size }) => size < 1, message: ({ size }) => `'size' (${size}) must be at least 1` },
  { broken: ({ size }) => size % 2 !== 0, message: ({ size }) => `'size' (${size}) must be even` },
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
  expect(problemsOf((chart) => check(new Construct(chart, 'a'), { size: 2 }, RULES))).toBe('');
});

test('each rule that is broken is reported, under the path of the construct', () => {
  expect(problemsOf((chart) => check(new Construct(chart, 'a'), { size: -1 }, RULES))).toBe(
    "invalid input for 'chart/a':\n  - 'size' (-1) must be at least 1\n  - 'size' (-1) must be even",
  );
});

test('a rule that stumbles over what is not there names it once, beside what else is wrong', () => {
  const rules: readonly Rule<{ readonly from: { readonly name: string; readonly age: number } }>[] = [
    { broken: ({ from }) => from.name.trim() === '', message: () => 'never' },
    { broken: ({ from }) => from.age < 18, message: ({ from }) => `'from.age' (${from.age}) must be 18` },
    { broken: () => true, message: ({ from }) => from.name.trim() },
  ];
  const from = { name: process.env.NOBODY_SETS_THIS!, age: 17 };
  expect(problemsOf((chart) => check(new Construct(chart, 'a'), { from }, rules))).toBe(
    "invalid input for 'chart/a':\n" +
      "  - 'from.name' (undefined) must be given: nothing can be read from it; set it, or correct where it comes from\n" +
      "  - 'from.age' (17) must be 18",
  );
});

test('problems that cannot be looked for are one themselves', () => {
  const stumbles = () => [process.env.NOBODY_SETS_THIS!.trim()];
  expect(problemsOf((chart) => addProblems(new Construct(chart, 'a'), stumbles))).toBe(
    "invalid input for 'chart/a':\n  - a value must be given that is not there " +
      "(TypeError: Cannot read properties of undefined (reading 'trim')); look for what is undefined in its settings",
  );
});

test('all broken constructs report in one error', () => {
  const text = problemsOf((chart) => {
    check(new Construct(chart, 'a'), { size: 1 }, RULES);
    check(new Construct(chart, 'right'), { size: 2 }, RULES);
    addProblems(new Construct(chart, 'b'), () => ['\'colour\' ("pink") must be blue']);
    checkTree(new Construct(chart, 'c'), () => [{ path: 'chart/a', message: 'there is another a' }]);
  });
  expect(text).toBe(
    "invalid input for 'chart/a':\n  - 'size' (1) must be even\n  - there is another a\n" +
      "invalid input for 'chart/b':\n  - 'colour' (\"pink\") must be blue",
  );
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
          '  - \'image\' ("shop") must have a tag other than latest, so that every node runs the same; ' +
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

describe('what passed', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'check-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  const countingApp = () => {
    const app = new App({ outdir });
    const charts = ['a', 'b', 'c'].map((id) => new Chart(app, id));
    const asked = jest.fn(() => []);
    checkTree(new Construct(charts[0]!, 'all'), asked);
    return { app, asked };
  };

  test('is asked once in a synth, not once for every chart', () => {
    const { app, asked } = countingApp();
    app.synth();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('is asked again when something was added', () => {
    const { app, asked } = countingApp();
    app.node.validate();
    check(new Construct(app, 'late'), { size: 1 }, RULES);
    expect(() => app.synth()).toThrow(new Error("invalid input for 'late':\n  - 'size' (1) must be even"));
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
