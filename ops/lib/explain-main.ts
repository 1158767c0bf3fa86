import { App } from 'cdk8s';
import { type Model, model } from '../../constructs/index.ts';
import { Refused } from './refused.ts';

/**
 * What main.ts builds, without a file being written.
 *
 * @throws InvalidInput, Contradictions as the build itself.
 */
export async function mainModel(): Promise<Model> {
  const roots: App[] = [];
  const { synth } = App.prototype;
  App.prototype.synth = function keep(this: App) {
    roots.push(this);
  };
  try {
    await import('../../main.ts');
  } finally {
    App.prototype.synth = synth;
  }
  const [root] = roots;
  if (!root) throw new Refused('main.ts builds nothing to explain; is there an app.synth()?');
  return model(root);
}
