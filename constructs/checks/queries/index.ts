import type { Check } from '../check.ts';
import { externalLabelUnused } from './external-labels.ts';
import { functionFits } from './functions.ts';
import { histogramUsed } from './histograms.ts';
import { jobExists } from './job-exists.ts';
import { joinMatches } from './joins.ts';
import { keptExists } from './kept-exists.ts';
import { labelExists } from './label-exists.ts';
import { looksBackRight } from './looks-back.ts';
import { metricExists } from './metric-exists.ts';
import { rangeLongEnough } from './range-long-enough.ts';
import { recordedInOrder, recordUnique, recordUsed } from './records.ts';
import { streamLabelExists } from './stream-labels.ts';
import { streamValueExists } from './stream-values.ts';
import { querySyntax } from './syntax.ts';
import { thresholdReached } from './thresholds.ts';
import { valueExists } from './values.ts';

/** The checks of queries. */
export const QUERY_CHECKS: readonly Check[] = [
  querySyntax,
  metricExists,
  jobExists,
  labelExists,
  valueExists,
  joinMatches,
  thresholdReached,
  functionFits,
  rangeLongEnough,
  looksBackRight,
  histogramUsed,
  recordedInOrder,
  recordUsed,
  recordUnique,
  externalLabelUnused,
  streamLabelExists,
  streamValueExists,
  keptExists,
];
