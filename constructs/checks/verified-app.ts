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
   * Findings that are right all the same. One that nothing needs is a finding itself.
   *
   * @default - none: synth writes nothing as long as there is a finding.
   */
  readonly accept?: readonly Accept[];
}

/** An app whose parts agree with each other, or it writes nothing. */
export class VerifiedApp extends App {
  /** Findings that are right all the same. */
  readonly accept: readonly Accept[];

  constructor({ accept = [], ...props }: VerifiedAppProps = {}) {
    super(props);
    this.accept = accept;
    const ids = CHECKS.map(({ id }) => id);
    addProblems(this, () => acceptProblems(accept, ids));
  }

  /**
   * Writes a file for each chart. What was rendered for the checks is what is written.
   *
   * @throws InvalidInput when props of any construct are wrong.
   * @throws Contradictions when parts contradict each other.
   */
  override synth(): void {
    const { objects } = verify(this, this.accept);
    // Another order and other files are cdk8s' own business.
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
