import { Duration, Size } from 'cdk8s';
import { endpoint } from '../endpoint.ts';
import { like, oneOf, optional, type Shape, shape } from '../read.ts';
import type { ScrapeJob, ScrapeSettings } from './job.ts';

/** Readers for the settings of a scrape. */
export const SCRAPE_SETTINGS: Shape<ScrapeSettings> = {
  interval: optional(like(Duration.seconds(30))),
  timeout: optional(like(Duration.seconds(10))),
  path: optional(like('/metrics')),
  limits: optional(
    shape<NonNullable<ScrapeSettings['limits']>>({ body: optional(like(Size.mebibytes(8))) }, { samples: 5000 }),
  ),
  exposes: optional(like({})),
  drop: optional(like('.+_bucket')),
  dropValues: optional(like({ series: 'http_.+', label: 'method', values: 'OPTIONS|HEAD' })),
};

const SCRAPE_JOB = shape<object>(
  {
    ...SCRAPE_SETTINGS,
    discovery: oneOf('pods', 'node-pods', 'about-others', 'node-agents', 'kubelets', 'api-servers', 'annotated-pods'),
    endpoint: endpoint('metrics', 'that of an Application'),
    series: optional(oneOf('used', 'all')),
  } satisfies Shape<ScrapeJob>,
  {},
);

/** The problems of a job's values of a wrong type. */
export function unreadable(job: ScrapeJob): string[] {
  const problems: string[] = [];
  SCRAPE_JOB('', job, problems);
  return problems.map((problem) => `job '${Object(job).job}': ${problem}`);
}
