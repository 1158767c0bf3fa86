import type { Check } from '../check.ts';
import { externalLabelUnused } from './external-labels.ts';
import { functionFits } from './functions.ts';
import { histogramUsed } from './histograms.ts';
import { jobExists } from './job-exists.ts';
import { keptExists } from './kept-exists.ts';
import { labelExists } from './label-exists.ts';
import { metricExists } from './metric-exists.ts';
import { rangeLongEnough } from './range-long-enough.ts';
import { recordedInOrder, recordUsed } from './records.ts';
import { streamLabelExists } from './stream-labels.ts';
import { querySyntax } from './syntax.ts';

/** The checks of queries. */
export const QUERY_CHECKS: readonly Check[] = [
  querySyntax,
  metricExists,
  jobExists,
  labelExists,
  functionFits,
  rangeLongEnough,
  histogramUsed,
  recordedInOrder,
  recordUsed,
  externalLabelUnused,
  streamLabelExists,
  keptExists,
];
