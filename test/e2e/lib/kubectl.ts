import { spawn } from 'node:child_process';

/**
 * Runs kubectl, which is what users run, against the current context.
 *
 * @returns what it printed to standard output.
 * @throws Error with the command and what it printed to standard error.
 */
export function kubectl(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
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
      code === 0 ? resolve(out) : reject(new Error(`kubectl ${args.join(' ')}: exit ${code}\n${err}${out}`)),
    );
    child.stdin.on('error', () => undefined); // kubectl may end before it has read everything
    child.stdin.end(input);
  });
}
