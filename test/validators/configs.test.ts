import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { budgets } from '../../constructs/components/application/slo.ts';
import { Alertmanager, logRules, metricRules, Receiver, type RuleGroup } from '../../constructs/index.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { COMPONENTS } from '../../constructs/stack/components.ts';
import { readObjects } from '../lib/dist.ts';
import { withFiles } from '../lib/files.ts';
import { installation, render } from '../lib/render.ts';
import { INVALID, VALID } from '../query/template.cases.ts';
import { checkAlertmanager, checkLoki, checkPrometheus } from './config-checks.ts';
import { describeWith, run } from './tools.ts';

/** The config files of the fixture before the programs that will read them. */

const IMAGES: Readonly<Record<string, string>> = Object.fromEntries(
  COMPONENTS.map(({ name, image = '' }) => [name, image.replace(/@.*$/, '')]),
);

const objects = readObjects();

function file(name: string): string {
  const all = objects.filter(({ kind, data }) => kind === 'ConfigMap' && name in data);
  // Groups of rules are named after what they are about: there is a rules/alertmanager.yml too.
  const configs = all.filter(({ metadata }) => !metadata.name.endsWith('-rules'));
  const found = configs.length > 0 ? configs : all;
  expect(found).toHaveLength(1);
  return found[0]?.data[name];
}

describe('pins', () => {
  // Prometheus 3.14.0 is the module v0.314.0.
  const prometheus = IMAGES.prometheus!.replace(/^.*:v3\.(\d+)\./, (_, minor) => `v0.3${minor.padStart(2, '0')}.`);

  test.each([
    ['github.com/prometheus/prometheus', 'prometheus', prometheus],
    ['github.com/prometheus/alertmanager', 'alertmanager', IMAGES.alertmanager!.replace(/^.*:/, '')],
  ])('%s checks what it will read: one version in tools/%s/go.mod and in the image', (path, folder, version) => {
    expect(readFileSync(`tools/${folder}/go.mod`, 'utf8')).toContain(`\t${path} ${version} `);
  });
});

/** The files of Prometheus' rules. */
const RULES: Readonly<Record<string, string>> = Object.assign(
  {},
  ...objects.filter(({ metadata }) => /^prometheus-rules(-\d+)?$/.test(metadata.name)).map(({ data }) => data),
);

function rulesOf(file = ''): number {
  return parse(file).groups.flatMap(({ rules }: { rules: readonly object[] }) => rules).length;
}

describeWith('promtool', () => {
  const check = (config: string, rules = RULES) => checkPrometheus(config, rules);

  test('accepts prometheus.yml and its rules', () => {
    const { status, output } = check(file('prometheus.yml'));
    for (const rules of Object.values(RULES)) expect(output).toContain(`${rulesOf(rules)} rules found`);
    expect(status).toBe(0);
  });

  test('refuses an unknown field', () => {
    const { status, output } = check(file('prometheus.yml').replace('sample_limit', 'sample_limits'));
    expect(output).toContain('field sample_limits not found');
    expect(status).not.toBe(0);
  });

  test('refuses a rule that does not parse', () => {
    const { status, output } = check(file('prometheus.yml'), {
      'watchdog.yml': file('watchdog.yml').replace('vector(1)', 'vector(1'),
    });
    expect(output).toContain('unclosed left parenthesis');
    expect(status).not.toBe(0);
  });

  const checkRules = (rules: string) =>
    withFiles({ 'watchdog.yml': rules }, (root) =>
      run('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', `${root}/watchdog.yml`]),
    );

  test.each(Object.keys(RULES))('accepts %s by itself', (name) => {
    const { status, output } = checkRules(RULES[name] ?? '');
    expect(output).toContain(`${rulesOf(RULES[name])} rules found`);
    expect(status).toBe(0);
  });

  test('refuses a template that does not parse', () => {
    const { status, output } = checkRules(file('watchdog.yml').replace('This alert', 'This {{ $label.pod }} alert'));
    expect(output).toContain('undefined variable "$label"');
    expect(status).not.toBe(0);
  });
});

describeWith('promtool', () => {
  const rules = (description: string) =>
    toYaml({ groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'up', annotations: { description } }] }] });
  const files = (texts: readonly string[]) =>
    Object.fromEntries(texts.map((text, index) => [`${index}.yml`, rules(text)]));
  /** Which of the templates promtool refuses. What fails only when an alert fires is accepted by it. */
  const refused = (texts: readonly string[]) =>
    withFiles(files(texts), (root) => {
      const paths = texts.map((_, index) => `${root}/${index}.yml`);
      const { output } = run('promtool', ['check', 'rules', '--lint=none', ...paths]);
      const failed = new Set([...output.matchAll(/\/(\d+)\.yml: group/g)].map(([, index]) => Number(index)));
      return texts.filter((_, index) => failed.has(index));
    });

  test('accepts the templates that the checks accept', () => {
    expect(refused(VALID)).toEqual([]);
  });

  test('refuses the templates that the checks refuse', () => {
    const texts = INVALID.map(([text]) => text);
    expect(refused(texts)).toEqual(texts.filter((text) => text !== '{{ "a" "b" }}'));
  });
});

describeWith('amtool', () => {
  test('accepts alertmanager.yml', () => {
    const receivers = parse(file('alertmanager.yml')).receivers.length;
    expect(checkAlertmanager(file('alertmanager.yml'))).toMatchObject({
      status: 0,
      output: expect.stringContaining(`${receivers} receivers`),
    });
  });

  /** With everything that can be said. */
  const rich = (receiver: Receiver): string => {
    const rendered = render(
      (chart) =>
        new Alertmanager(chart, 'a', {
          ...{ installation, namespace: 'monitoring', critical: receiver, deadMansSwitch: receiver },
          inhibitions: [{ cause: 'NodeDown', effects: ['TargetDown'], equal: ['node'] }],
          maintenance: [{ name: 'night', from: '22:00', to: '06:00', days: ['friday'], timeZone: 'Europe/Berlin' }],
        }),
    );
    return toYaml(rendered.file('alertmanager-config', 'alertmanager.yml'));
  };

  const secret = { secret: 's', key: 'k' };
  test.each([
    Receiver.slack({ channel: '#on-call', urlFrom: secret }),
    Receiver.email({
      ...{ to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' },
      ...{ username: 'b', passwordFrom: secret },
    }),
    Receiver.webhook({ urlFrom: secret }),
    Receiver.pagerduty({ routingKeyFrom: secret }),
    Receiver.opsgenie({ apiKeyFrom: secret }),
    Receiver.teams({ urlFrom: secret }),
    Receiver.telegram({ chat: -1001, tokenFrom: secret }),
  ])('accepts $kind, with everything else that can be said', (receiver) => {
    expect(checkAlertmanager(rich(receiver))).toMatchObject({
      status: 0,
      output: expect.stringContaining('4 receivers'),
    });
  });

  const alerts = [...metricRules, budgets, ...logRules].flatMap((group: RuleGroup) => group.alerts ?? []);

  test.each([
    ['as the fixture has it', () => file('alertmanager.yml'), 'nobody'],
    ['with deadMansSwitch and maintenance', () => rich(Receiver.webhook({ urlFrom: secret })), 'dead-mans-switch'],
  ])('every alert arrives where its severity says, %s', (_, config, none) => {
    const arrives = { none, critical: 'critical', warning: 'warning' };
    withFiles({ 'alertmanager.yml': config() }, (root) => {
      for (const { name, severity } of alerts) {
        const labels = [`alertname=${name}`, `severity=${severity}`, 'cluster=kind', 'namespace=shop'];
        const { output } = run('amtool', [
          'config',
          'routes',
          'test',
          `--config.file=${root}/alertmanager.yml`,
          ...labels,
        ]);
        expect({ name, output }).toEqual({ name, output: `${arrives[severity]}\n` });
      }
    });
  });

  test('it knows every time zone that is accepted', () => {
    const names = [
      ...Intl.supportedValuesOf('timeZone'),
      'utc',
      'europe/berlin',
      'US/Eastern',
      'Asia/Kolkata',
      'EST',
      'GMT',
    ];
    const maintenance = names.map((timeZone, index) => ({
      ...{ name: `w-${index}`, from: '00:00', to: '24:00', timeZone },
    }));
    const rendered = render(
      (chart) =>
        new Alertmanager(chart, 'a', {
          ...{ installation, namespace: 'monitoring', maintenance },
          critical: Receiver.none({ because: 'nobody listens in a test' }),
        }),
    );
    const files = {
      'alertmanager.yml': toYaml(rendered.file('alertmanager-config', 'alertmanager.yml')).replace(
        /^templates:.*\n( +- .*\n)?/m,
        '',
      ),
    };
    const verdict = withFiles(files, (root) => run('amtool', ['check-config', `${root}/alertmanager.yml`]));
    expect(verdict).toMatchObject({ status: 0 });
  });

  test('alerts arrive where their labels say', () => {
    const receiver = Receiver.none({ because: 'nobody listens in a test' });
    const rendered = render(
      (chart) =>
        new Alertmanager(chart, 'a', {
          ...{ installation, namespace: 'monitoring', critical: receiver },
          routes: [
            { name: 'api', match: { team: 'shop', app: /ap[ij]/ }, critical: receiver },
            { name: 'shop', match: { team: 'shop', namespace: ['shop.v2', 'shop-*'] }, critical: receiver },
          ],
        }),
    );
    const receiverOf = (...labels: readonly string[]) =>
      withFiles(
        { 'alertmanager.yml': toYaml(rendered.file('alertmanager-config', 'alertmanager.yml')) },
        (root) =>
          run('amtool', ['config', 'routes', 'test', `--config.file=${root}/alertmanager.yml`, ...labels]).output,
      );
    expect(receiverOf('severity=critical', 'team=shop', 'app=api')).toBe('api-critical\n');
    expect(receiverOf('severity=critical', 'team=shop', 'namespace=shop.v2')).toBe('shop-critical\n');
    expect(receiverOf('severity=warning', 'team=shop', 'namespace=shop-eu')).toBe('shop-warning\n');
    expect(receiverOf('severity=warning', 'team=shop', 'namespace=shopxv2')).toBe('warning\n');
    expect(receiverOf('severity=critical', 'team=other')).toBe('critical\n');
    expect(receiverOf('severity=none', 'team=shop', 'app=api')).toBe('nobody\n');
  });

  const notification = (template: string, data: object): string =>
    withFiles({ 'notification.tmpl': file('notification.tmpl'), 'data.json': JSON.stringify(data) }, (root) => {
      const { status, output } = run('amtool', [
        ...['template', 'render', `--template.glob=${root}/*.tmpl`, `--template.data=${root}/data.json`],
        `--template.text={{ template "notification.${template}" . }}`,
        ...(template === 'html' ? ['--template.type=html'] : []),
      ]);
      expect({ status, output }).toMatchObject({ status: 0 });
      return output.trimEnd();
    });
  const firing = {
    status: 'firing',
    startsAt: '2026-03-04T05:06:07Z',
    labels: { pod: 'shop-1' },
    annotations: {
      summary: 'Pods restart.',
      description: 'shop-1 restarted <3> times.',
      dashboard_url: 'https://g.example.com/d/workload',
      runbook_url: 'https://r.example.com/PodRestarts.md',
    },
  };
  const group = {
    receiver: 'critical',
    status: 'firing',
    groupLabels: { alertname: 'PodRestarts', namespace: 'shop', cluster: 'kind' },
    commonLabels: { alertname: 'PodRestarts', namespace: 'shop', cluster: 'kind', severity: 'critical' },
    commonAnnotations: { summary: 'Pods restart.', runbook_url: 'https://r.example.com/PodRestarts.md' },
    externalURL: 'http://localhost:9093',
    alerts: [firing, { ...firing, status: 'resolved', annotations: { description: 'shop-2 restarted 1 times.' } }],
  };

  describe.each([1, 14, 120])('of %d alerts', (count) => {
    /** A group whose values are as long as they may be, of what each service has to escape. */
    const many = (text: string) => {
      const dashboard_url = `https://g.example.com/d/workload?var-pod=${'p'.repeat(120)}`;
      const alert = (status: string) => (_: unknown, index: number) => ({
        ...{ ...firing, status },
        annotations: { ...firing.annotations, description: `no. ${index + 1} ${text}`, dashboard_url },
      });
      const summary = `Pods restart. ${text}`;
      return {
        ...{ ...group, commonAnnotations: { ...group.commonAnnotations, summary } },
        groupLabels: { alertname: 'PodRestarts', namespace: text, cluster: text },
        alerts: ['firing', 'resolved'].flatMap((status) => Array.from({ length: count }, alert(status))),
      };
    };
    /** As Go writes text in JSON. */
    const jsonBytes = (text: string) =>
      Buffer.byteLength(JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, '\\u0000'));
    const usual = 'shop-1 restarted 3 times';
    const LIMITS: readonly (readonly [template: string, most: number, size: (text: string) => number])[] = [
      ['html', 4096, (text) => [...text].length],
      ['text.markdown', 28_000 - 2_000, jsonBytes],
      ['text.entities', 15_000, (text) => text.length],
      ['slack', 40_000, (text) => text.length],
      ['text.text', 512_000, jsonBytes],
    ];

    test.each(LIMITS)('%s fits into a message, and says how many more there are', (template, most, size) => {
      for (const text of [usual, '<'.repeat(3000), '"&\'\\'.repeat(1000), 'ß'.repeat(3000)]) {
        const rendered = notification(template, many(text));
        expect(size(rendered)).toBeLessThan(most);
        expect(rendered).toContain('no. 1 ');
        expect(rendered.trimEnd().split('\n').at(-1)).toMatch(/Silence/);
        const more = [...rendered.matchAll(/and (\d+) more/g)].map(([, number]) => Number(number));
        const shown = [...rendered.matchAll(/no\. \d+ /g)].length;
        expect(shown + more.reduce((sum, number) => sum + number, 0)).toBe(2 * count);
      }
    });

    test('a title is short', () => {
      for (const markup of ['text', 'entities', 'markdown', 'html']) {
        expect(notification(`title.${markup}`, many('n'.repeat(3000))).length).toBeLessThan(250);
      }
    });
  });

  // One hour before the alert: 2026-03-04T04:06:07Z.
  const time = '&from=1772597167000&to=now';
  test.each([
    ['title.text', group, 'CRITICAL: PodRestarts in shop (kind)'],
    ['title.text', { ...group, status: 'resolved', groupLabels: { alertname: 'Watchdog' } }, 'RESOLVED: Watchdog'],
    [
      'text.text',
      group,
      [
        'Pods restart.',
        '- shop-1 restarted <3> times.',
        `  Dashboard: https://g.example.com/d/workload?${time}`,
        'Resolved:',
        '- shop-2 restarted 1 times.',
        'Runbook: https://r.example.com/PodRestarts.md',
        'Silence or look at all: http://localhost:9093',
      ].join('\n'),
    ],
    [
      'slack',
      group,
      [
        '*Pods restart.*',
        `• shop-1 restarted &lt;3&gt; times. <https://g.example.com/d/workload?${time}|Dashboard>`,
        '• ~shop-2 restarted 1 times.~',
        '<https://r.example.com/PodRestarts.md|Runbook> · <http://localhost:9093|Silence>',
      ].join('\n'),
    ],
    [
      'html',
      group,
      [
        '<b>CRITICAL: PodRestarts in shop (kind)</b>',
        'Pods restart.',
        `- shop-1 restarted ‹3› times. <a href="https://g.example.com/d/workload?${time.replaceAll('&', '&amp;')}">Dashboard</a>`,
        '- resolved: shop-2 restarted 1 times.',
        '<a href="https://r.example.com/PodRestarts.md">Runbook</a> · <a href="http://localhost:9093">Silence</a>',
      ].join('\n'),
    ],
  ])('a notification reads well: %s', (template, data, text) => {
    expect(notification(template, data)).toBe(text);
  });

  /** What a path, a label of a pod or a log line may bring along. */
  const EVIL = [
    '<!channel> <!here> <@U123> <https://evil.example|Runbook>',
    '[Runbook](https://evil.example) ![x](https://evil.example/x.png)',
    '<a href="javascript:alert(1)">x</a><script>alert(1)</script>&lt;',
    '\nRunbook: https://evil.example\r\n• resolved\u2028next\u202Eturned\u200Bhidden',
    '{{ .ExternalURL }} $1 %s',
  ];
  const hostile = (value: string) => ({
    ...group,
    groupLabels: { alertname: value, namespace: value, cluster: value },
    commonLabels: { alertname: value, severity: value },
    commonAnnotations: { summary: value, runbook_url: `https://r.example.com/${value}` },
    alerts: ['firing', 'resolved'].map((status) => ({
      ...{ status, startsAt: firing.startsAt, labels: { pod: value } },
      annotations: { summary: value, description: `${value} is down`, dashboard_url: `javascript:${value}` },
    })),
  });
  /** The links of a message are those of Alertmanager: nothing of a value became one. */
  const OUR_LINK = 'http://localhost:9093';

  test.each(EVIL)('Slack and Opsgenie show %j as text', (value) => {
    for (const template of ['slack', 'title.entities', 'text.entities']) {
      const text = notification(template, hostile(value)).replaceAll(`<${OUR_LINK}|Silence>`, '');
      expect(text).not.toMatch(/[<>]/);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }
  });

  test.each(EVIL)('Microsoft Teams shows %j as text', (value) => {
    for (const template of ['title.markdown', 'text.markdown']) {
      expect(notification(template, hostile(value))).not.toContain('](');
    }
  });

  test.each(EVIL)('Telegram shows %j as text', (value) => {
    const text = notification('html', hostile(value)).replace(`<a href="${OUR_LINK}">Silence</a>`, '');
    expect(text.replaceAll(/<\/?b>/g, '')).not.toMatch(/[<>]/);
  });

  test.each(EVIL)('a mail and PagerDuty show %j on the line of its field', (value) => {
    const data = hostile(value);
    expect(notification('title.text', data)).not.toMatch(/[\r\n\u2028\u202e\u200b]/);
    const lines = notification('text.text', data).split('\n');
    // Summary, one alert, "Resolved:", one alert, where to silence it: the links are none, so they are not there.
    expect(lines.map((line) => line.slice(0, 9).trimEnd())).toEqual([
      expect.anything(),
      expect.stringMatching(/^- /),
      'Resolved:',
      expect.stringMatching(/^- /),
      'Silence o',
    ]);
    expect(lines.join('')).not.toMatch(/[\r\u2028\u202e\u200b]/);
  });

  test('a value is no template', () => {
    expect(notification('text.text', hostile('{{ .ExternalURL }}'))).toContain('- {{ .ExternalURL }} is down');
  });

  test('refuses a route to a receiver that is not there', () => {
    const { status, output } = checkAlertmanager(
      file('alertmanager.yml').replace('receiver: critical', 'receiver: nowhere'),
    );
    expect(output).toContain('undefined receiver "nowhere"');
    expect(status).not.toBe(0);
  });
});

describeWith('loki', () => {
  test('is the version of the image', () => {
    expect(run('loki', ['-version']).output).toContain(`version ${IMAGES.loki!.replace(/^.*:/, '')} `);
  });

  test('accepts loki.yaml', () => {
    expect(checkLoki(file('loki.yaml'))).toEqual({ status: 0, output: '' });
  });

  test('refuses an unknown field', () => {
    const { status, output } = checkLoki(file('loki.yaml').replace('retention_enabled', 'retention_enable'));
    expect(output).toContain('field retention_enable not found');
    expect(status).not.toBe(0);
  });
});
