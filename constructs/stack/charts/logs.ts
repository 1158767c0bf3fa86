import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alloy } from '../../components/alloy/alloy.ts';
import type { AlloyProps } from '../../components/alloy/props.ts';
import { guard } from '../../components/guard/guard.ts';
import { Loki } from '../../components/loki/loki.ts';
import type { LokiProps } from '../../components/loki/props.ts';
import { type AlertChoice, alertChoice, choiceProblems, chosenRules } from '../../kit/rules/rule-choice.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS } from '../../kit/rules/rule-problems.ts';
import { settingsOf } from '../../kit/settings.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT, type LogAlert, logRules } from '../content.ts';

/** Properties for `LogsChart`. */
export interface LogsChartProps extends Omit<LokiProps, 'guard'> {
  /** Namespace for pods that need access to the node. */
  readonly nodeNamespace: string;

  /**
   * Settings of Alloy, such as the folder of its `positions`.
   *
   * @default - its own defaults.
   */
  readonly collector?: Omit<AlloyProps, 'installation' | 'namespace' | 'loki'>;

  /**
   * Whether a proxy in front of Loki lets each caller do only what it needs: Alloy pushes, Grafana queries, Prometheus reads
   * metrics. Without it, whoever reaches Loki may also delete, forge and stop.
   *
   * @default false
   */
  readonly guard?: boolean;

  /**
   * Disables and overrides built-in alerts over logs.
   *
   * @default - all alerts, unchanged.
   */
  readonly alerts?: AlertChoice<LogAlert>;

  /**
   * Your own alerts over logs, in LogQL, in addition to the built-in ones.
   *
   * @default - none.
   */
  readonly moreRules?: readonly RuleGroup[];
}

/** Loki, and Alloy on every node. */
export class LogsChart extends Chart {
  /** Stores the logs and evaluates the alerts over them. */
  readonly loki: Loki;
  /** Collects the logs of all pods. */
  readonly alloy: Alloy;

  constructor(scope: Construct, id: string, props: LogsChartProps) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    const {
      nodeNamespace,
      alerts,
      moreRules,
      collector,
      rules,
      guard: isGuarded,
      ...own
    } = settingsOf(this, props, {
      defaults: () => ({ rules: logRules, moreRules: [], alerts: {}, collector: {}, guard: false }),
      shape: { rules: RULE_GROUPS, moreRules: RULE_GROUPS, alerts: alertChoice<LogAlert>() },
      problems: (settings) => choiceProblems(settings.rules, settings.alerts),
    });
    const { installation, alertmanager } = own;
    // Without Alertmanager, the built-in alerts would reach no receiver.
    const evaluated = alertmanager || props.rules ? chosenRules(rules, alerts) : [];
    this.loki = new Loki(this, 'loki', {
      ...{ ...own, rules: [...evaluated, ...moreRules] },
      ...(isGuarded && { guard }),
    });
    this.alloy = new Alloy(this, 'alloy', {
      ...{ installation, namespace: nodeNamespace, loki: this.loki.api },
      ...collector,
    });
  }
}
