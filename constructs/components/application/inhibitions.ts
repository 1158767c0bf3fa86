import type { Inhibition } from '../../kit/rules/inhibition.ts';

const APPLICATION = ['namespace', 'app'];

/** An application is away, or fails so often that its promise is at stake. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'ApplicationDown',
    effects: [
      ...['ApplicationErrors', 'ApplicationPathFailing', 'ApplicationSlow', 'ApplicationTrafficDropped'],
      ...[
        'ApplicationRestarting',
        'ApplicationErrorBudgetBurn',
        'ApplicationErrorBudgetLeak',
        'ApplicationErrorBudgetSpent',
        'ApplicationPromiseUnknown',
      ],
      // Its last words are about its end.
      ...['TargetDown', 'LogSilence', 'LogErrorBurst', 'LogPythonTraceback'],
    ],
    equal: APPLICATION,
  },
  {
    // A promise about errors says nothing of time, but failures are often slow: timeouts.
    cause: 'ApplicationErrorBudgetBurn',
    where: { slo: 'availability' },
    effects: ['ApplicationErrors', 'ApplicationPathFailing', 'ApplicationSlow'],
    equal: APPLICATION,
  },
  {
    cause: 'ApplicationErrorBudgetBurn',
    where: { slo: 'latency' },
    effects: ['ApplicationSlow'],
    equal: APPLICATION,
  },
  {
    cause: 'ApplicationErrorBudgetBurn',
    effects: ['ApplicationErrorBudgetLeak', 'ApplicationErrorBudgetSpent'],
    equal: [...APPLICATION, 'slo'],
  },
  {
    // Each failed request leaves a line in its logs.
    cause: 'ApplicationErrors',
    effects: ['ApplicationPathFailing', 'LogErrorBurst', 'LogPythonTraceback'],
    equal: APPLICATION,
  },
];
