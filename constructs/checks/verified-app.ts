import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { toYaml } from '../kit/yaml.ts';
import { groupBy } from '../query/group-by.ts';
import { verify } from './verify.ts';

/** An app whose parts agree with each other, or it writes nothing. */
export class VerifiedApp extends App {
  /**
   * Writes a file for each chart. What was rendered for the checks is what is written.
   *
   * @throws InvalidInput when props of any construct are wrong.
   * @throws Contradictions when parts contradict each other.
   */
  override synth(): void {
    const { objects } = verify(this);
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
