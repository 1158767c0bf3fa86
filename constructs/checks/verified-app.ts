import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, YamlOutputType } from 'cdk8s';
import { addProblems } from '../kit/check.ts';
import { toYaml } from '../kit/yaml.ts';
import { groupBy } from '../query/group-by.ts';
import { type Accept, acceptProblems } from './accept.ts';
import { CHECKS, verify } from './verify.ts';

/** Properties for `VerifiedApp`. */
export interface VerifiedAppProps extends AppProps {
  /**
   * Accepted findings. An unused acceptance is a finding itself.
   *
   * @default - none: synth writes nothing as long as there are findings.
   */
  readonly accept?: readonly Accept[];
}

const NAMED_BY_RESOURCE: readonly YamlOutputType[] = [
  YamlOutputType.FILE_PER_RESOURCE,
  YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

/** An app that writes its output only if all checks pass. */
export class VerifiedApp extends App {
  /** Accepted findings. */
  readonly accept: readonly Accept[];

  constructor({ accept = [], ...props }: VerifiedAppProps = {}) {
    super(props);
    this.accept = accept;
    const ids = CHECKS.map(({ id }) => id);
    addProblems(this, () => acceptProblems(accept, ids));
    addProblems(this, () =>
      NAMED_BY_RESOURCE.includes(this.yamlOutputType)
        ? [
            `'yamlOutputType' (${this.yamlOutputType}) must be one file per chart or per app: cdk8s names the files of resources ` +
              'without their namespace, and would overwrite objects of the same name',
          ]
        : [],
    );
  }

  /**
   * Writes one file per chart: exactly what the checks have read.
   *
   * @throws InvalidInput when props of any construct are wrong.
   * @throws Contradictions when parts contradict each other.
   */
  override synth(): void {
    const { objects } = verify(this, this.accept);
    // Other orders and output types are left to cdk8s.
    const isOrdered = this.node.findAll().some(({ node }) => node.dependencies.length > 0);
    if (isOrdered || this.yamlOutputType !== YamlOutputType.FILE_PER_CHART) {
      super.synth();
      return;
    }
    mkdirSync(this.outdir, { recursive: true });
    for (const [chart, ofChart] of groupBy(objects, ({ chart }) => chart)) {
      const text = ofChart.map(({ manifest }) => toYaml(manifest)).join('---\n');
      writeFileSync(join(this.outdir, `${chart}${this.outputFileExtension}`), text);
    }
  }
}
