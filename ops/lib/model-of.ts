import { App } from 'cdk8s';
import { verify } from '../../constructs/checks/verify.ts';
import { type Model, model, VerifiedApp } from '../../constructs/index.ts';
import { Refused } from './refused.ts';

/**
 * Builds an app without writing a file, and returns its model.
 *
 * @param load imports its main.ts, which calls `app.synth()`.
 * @throws InvalidInput, Contradictions as the build itself.
 */
export async function modelOf(load: () => Promise<unknown>): Promise<Model> {
  const roots: App[] = [];
  const apps = [App.prototype, VerifiedApp.prototype];
  const synths = apps.map(({ synth }) => synth);
  for (const app of apps) {
    app.synth = function keep(this: App) {
      roots.push(this);
    };
  }
  try {
    await load();
  } finally {
    for (const [index, synth] of synths.entries()) apps[index]!.synth = synth;
  }
  const [root] = roots;
  if (!root) throw new Refused('main.ts builds nothing to explain; is there an app.synth()?');
  return root instanceof VerifiedApp ? verify(root, root.accept) : model(root);
}
