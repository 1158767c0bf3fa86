import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, YamlOutputType } from 'cdk8s';
import { addProblems, InvalidInput } from '../kit/check.ts';
import type { ModelObject } from '../kit/model.ts';
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

/** An app that writes its output only if all checks pass. */
export class VerifiedApp extends App {
  /** Accepted findings. */
  readonly accept: readonly Accept[];

  constructor({ accept = [], ...props }: VerifiedAppProps = {}) {
    super(props);
    this.accept = accept;
    const ids = CHECKS.map(({ id }) => id);
    addProblems(this, () => acceptProblems(accept, ids));
  }

  /**
   * Writes one file per chart: exactly what the checks have read.
   *
   * @throws InvalidInput when props of any construct are wrong.
   * @throws Contradictions when parts contradict each other.
   */
  override synth(): void {
    const { objects } = verify(this, this.accept);
    refuseOverwriting(objects, this.yamlOutputType);
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

/** cdk8s names the file of a resource by its kind and name, without its namespace. */
function refuseOverwriting(objects: readonly ModelObject[], type: YamlOutputType): void {
  if (type === YamlOutputType.FILE_PER_APP || type === YamlOutputType.FILE_PER_CHART) return;
  const folder = (chart: string) => (type === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE ? `${chart}/` : '');
  const files = groupBy(objects, ({ chart, manifest }) => `${folder(chart)}${manifest.kind}.${manifest.metadata.name}`);
  const problems = [...files]
    .filter(([, same]) => same.length > 1)
    .map(([file, [first, ...others]]) => ({
      path: first?.path ?? '',
      message:
        `'yamlOutputType' must be one file per chart or per app: cdk8s would write ${others.length + 1} objects of different ` +
        `namespaces into the one file ${file}, and only the last would be left`,
    }));
  if (problems.length > 0) throw new InvalidInput(problems);
}
