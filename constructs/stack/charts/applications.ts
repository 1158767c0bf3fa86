import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Application } from '../../components/application/application.ts';
import type { ApplicationProps } from '../../components/application/props.ts';
import { childId } from '../../kit/child-id.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT } from '../content.ts';

/** Your applications, each with its own objects. */
export class ApplicationsChart extends Chart {
  /** One for each entry, in the same order. */
  readonly applications: readonly Application[];

  constructor(scope: Construct, id: string, applications: readonly ApplicationProps[]) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    this.applications = applications.map((props) => new Application(this, childId(this, props.name), props));
  }
}
