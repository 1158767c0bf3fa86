import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { addProblems } from '../../kit/check.ts';
import type { Content } from '../../kit/component.ts';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { Identity } from '../../kit/labels.ts';
import { verbatim } from '../../kit/pod.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { isFolder, unless } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { alertScopeProblems, alertScopes } from './alert-scopes.ts';
import { probes } from './healthcheck.ts';
import type { ApplicationProps } from './props.ts';
import { applicationSettings } from './settings.ts';
import { sloRules } from './slo.ts';
import { slo } from './slo-dashboard.ts';

/** A service of yours, watched: its pods, Service, disruption budget, policy and scrape job. */
export class Application extends Construct {
  /** Its metrics, for `prometheus.addScrape()`. @default - it has none. */
  readonly metrics?: ScrapeJob;
  /** Recording rules and alerts over its promise, if it gives one. Give them to `prometheus.addRules()`. */
  readonly rules: readonly RuleGroup[];
  /** Shows how it keeps its promise, if it gives one. Give them to `grafana.addDashboards()`. */
  readonly dashboards: readonly Dashboard[];
  private readonly workload: Workload;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const settings = applicationSettings(this, props);
    addProblems(this, () => reservedNames(settings.name, Wiring.of(this).content));
    const { installation, namespace, name, ports, metrics } = settings;
    const identity: Identity = { namespace, name, app: name, component: 'application', partOf: installation.name };
    this.workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: settings.replicas,
      runAs: { user: settings.user, group: settings.user },
      pullSecret: settings.pullSecret,
      ...(Object.keys(ports).length > 0 && {
        service: Object.fromEntries(
          Object.entries(ports).map(([key, { container, service = container }]) => [key, service]),
        ),
      }),
      container: {
        image: settings.image,
        ...(Object.keys(ports).length > 0 && { drain: settings.drain }),
        env: { ...verbatimly(settings.env), ...settings.secrets },
        ports: Object.fromEntries(Object.entries(ports).map(([key, { container }]) => [key, container])),
        probes: probes(settings.healthcheck),
        cpu: settings.cpu,
        memory: settings.memory,
        // Another path is reported by the settings.
        mounts: settings.scratch.filter(isFolder).map((path) => ({ kind: 'scratch', path, size: Size.mebibytes(64) })),
      },
    });
    // Another port is reported by the settings.
    if (metrics !== 'none' && Object.hasOwn(ports, metrics.port)) {
      const { port, ...scrape } = metrics;
      this.metrics = {
        ...scrape,
        job: name,
        discovery: 'pods',
        endpoint: this.workload.endpoint('metrics', port),
        mayShare: true,
      };
    }
    this.rules = settings.slo ? sloRules(identity, settings.slo) : [];
    this.dashboards = settings.slo ? [slo] : [];
    const wiring = Wiring.of(this);
    const scopes = alertScopes(identity, settings.alerts);
    wiring.addAlertScopes(scopes.map(({ scope: one }) => one));
    addProblems(this, () => alertScopeProblems(scopes, wiring.alerts));
    if (this.metrics) wiring.offer(this, 'metrics', { jobs: [this.metrics] });
    if (this.rules.length > 0) wiring.offer(this, 'rules', { rules: this.rules });
    for (const endpoint of settings.connectsTo) wiring.connect(this.workload.pods, endpoint, `uses ${endpoint.url}`);
    for (const pods of settings.openTo) {
      for (const key of Object.keys(ports)) wiring.connect(pods, this.endpoint('http', key), `uses ${name}`);
    }
  }

  /**
   * One of its ports, for others to connect to.
   *
   * @param protocol what it speaks.
   * @param port name of the port.
   */
  endpoint<Protocol extends string>(protocol: Protocol, port: string): Endpoint<Protocol> {
    return this.workload.endpoint(protocol, port);
  }
}

/** In a compose file, a value is what is written. What is no text is refused elsewhere. */
function verbatimly(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, verbatim(String(value))]));
}

/** Series and log lines of the stack's own components bear the names of their jobs as `job` and `app`. */
function reservedNames(name: string, content: readonly Content[]): string[] {
  const reserved = content.flatMap(({ jobs = {} }) => Object.keys(jobs));
  return unless(
    !reserved.includes(name),
    `'name' (${shown(name)}) must be none of ${reserved.join(', ')}: series and log lines would be taken for those of that ` +
      `part of the stack; for example "${name}-app"`,
  );
}
