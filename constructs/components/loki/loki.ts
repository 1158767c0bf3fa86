import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigFiles } from '../../kit/config-files.ts';
import { door, type Endpoint } from '../../kit/endpoint.ts';
import { guarded } from '../../kit/guard.ts';
import { priorityClass } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import type { Mount } from '../../kit/mounts.ts';
import { ourApps } from '../../kit/ours.ts';
import { scopedRules } from '../../kit/rules/alert-scope.ts';
import { type RuleGroup, ruleGroup, withQueries } from '../../kit/rules/rule-group.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { byteSize } from '../../kit/units.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { logqlOfOurs } from '../../query/ours.ts';
import { configuration, DATA, RULE_FILES, share } from './config.ts';
import { DOORS } from './doors.ts';
import { metrics } from './metrics.ts';
import { PORT, probes } from './probes.ts';
import type { LokiProps } from './props.ts';
import { lokiSettings, type Settings } from './settings.ts';

const CONFIG = '/etc/loki/config';

/** The only tenant, where nobody has to say who he is. */
const TENANT = 'fake';

/** Share of the memory limit at which Go's garbage collector works harder. */
const GOMEMLIMIT_SHARE = 0.85;

/** Keeps logs on a volume: one process, one replica. */
export class Loki extends Construct {
  /** Where logs are pushed and queried. */
  readonly api: Endpoint<'loki'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;
  /** Metrics of its guard, if it has one. */
  readonly guard: ScrapeJob | undefined;

  constructor(scope: Construct, id: string, props: LokiProps) {
    super(scope, id);
    const settings = lokiSettings(this, props);
    const { installation, namespace, name, memory, alertmanager } = settings;
    const identity: Identity = { namespace, name, app: 'loki', component: 'logs', partOf: installation.name };
    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(identity, `${name}-config`),
      onChange: 'restart',
      files: { 'loki.yaml': () => configuration(settings, Wiring.of(this).alertScopes) },
    });
    const guard = guarded(this, settings.guard, { identity, port: PORT, doors: DOORS, others: 'query' });
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 1,
      runAs: { user: 10_001, group: 10_001, fsGroup: 10_001 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      looksUpNames: alertmanager !== undefined && settings.rules.length > 0,
      grace: Duration.minutes(5),
      service: { http: PORT, ...guard.service },
      beside: guard.beside,
      container: {
        image: settings.image,
        args: [`-config.file=${CONFIG}/loki.yaml`],
        env: { GOMEMLIMIT: byteSize(share(memory.limit, GOMEMLIMIT_SHARE)) },
        ports: { http: PORT },
        probes: probes(guard.probePort),
        cpu: settings.cpu,
        memory,
        mounts: [
          { kind: 'config', path: CONFIG, from: [config] },
          ...this.ruleFiles(identity, settings),
          { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
        ],
      },
    });
    this.api = guard.endpoint(workload, 'loki');
    this.guard = guard.metrics(workload);
    if (alertmanager && settings.rules.length > 0) {
      Wiring.of(this).connect(workload.pods, door(alertmanager, 'alerts'), 'sends alerts');
    }
    this.metrics = {
      job: 'loki',
      discovery: 'pods',
      endpoint: door(guard.endpoint(workload, 'metrics'), 'metrics'),
      exposes: metrics,
      limits: STACK_LIMITS,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    if (this.guard) Wiring.of(this).offer(this, 'guard', { jobs: [this.guard] });
  }

  /** The folder of the rules, if there are any. */
  private ruleFiles(identity: Identity, settings: Settings): Mount[] {
    if (settings.rules.length === 0) return [];
    const files = new ConfigFiles(this, 'rules', {
      metadata: metadataOf(identity, `${identity.name}-rules`),
      // The ruler looks every minute whether they have changed.
      onChange: 'reload',
      queries: 'logql',
      files: Object.fromEntries(
        settings.rules.map((group) => [`${group.name}.yml`, () => this.ruleFile(group, settings)]),
      ),
    });
    return [{ kind: 'config', path: `${RULE_FILES}/${TENANT}`, from: [files] }];
  }

  private ruleFile(group: RuleGroup, settings: Settings): object {
    const { workloads, content, alertScopes } = Wiring.of(this);
    const ours = ourApps(workloads, content);
    return {
      groups: scopedRules([group], alertScopes).map((scoped) =>
        ruleGroup(
          withQueries(scoped, (expr) => logqlOfOurs(expr, ours)),
          settings,
        ),
      ),
    };
  }
}
