import type { Metric } from '../../kit/catalogue.ts';

/** A metric that could not be recorded, because what brings it out can't be made to happen on a test cluster. */
export interface ByHand extends Metric {
  readonly appears: 'onEvent';
  /** Where it is defined: repository, version, file and line. */
  readonly source: string;
}
