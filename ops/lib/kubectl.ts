import { spawn } from 'node:child_process';
import { Refused } from './refused.ts';

/** Runs kubectl with arguments and input; returns its standard output. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

/**
 * Runs kubectl, which is what users run, against the current context.
 *
 * @returns its standard output.
 * @throws Refused with the command and its standard error.
 */
export const kubectl: Kubectl = (args, input = '') =>
  new Promise((resolve, reject) => {
    const child = spawn('kubectl', args);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Refused(`kubectl ${args.join(' ')}: exit ${code}\n${err}${out}`)),
    );
    child.stdin.on('error', () => undefined); // kubectl may end before it has read everything
    child.stdin.end(input);
  });

/** The same against a named context. */
export function kubectlOf(context: string): Kubectl {
  return (args, input) => kubectl(['--context', context, ...args], input);
}
