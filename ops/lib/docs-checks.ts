import type { Check } from '../../constructs/checks/check.ts';
import { CHECKS } from '../../constructs/checks/verify.ts';
import type { Model } from '../../constructs/index.ts';
import { planted } from './planted.ts';

/** docs/checks.md: every check, with the finding of its example on the default installation. */
export function checksPage(main: Model): string {
  return `# Checks

\`npm run synth\` compares all parts of the output with each other before it writes a file. Each finding ends with the name of
its check in brackets. Findings with one cause are reported once, with the first three places and a count of the rest;
\`--json\` lists them all. Below: each check, its reason, and its finding after a change that violates it.

Wrong values come first: as long as a construct refuses one (\`invalid input for …\`), nothing is compared, and contradictions show
once it is fixed.

What is compared is what is written, patches included. Only objects that carry the name of an installation of this app in the label
\`app.kubernetes.io/part-of\` are judged. Others that live in the same app, from cdk8s-plus, \`Include\`, \`Helm\` or your own constructs, are
facts: a Service of ours may lead to their pods, their policies may open what ours need, and it is said where they take a name or a port of
ours or close a connection.

Where a finding is right all the same, accept it, with the reason:

\`\`\`ts
const app = new VerifiedApp({
  accept: [{ check: 'edge-used', path: '40-dashboards/grafana/*', because: 'a plugin asks its own service' }],
});
\`\`\`

\`path\` is the path in parentheses, and \`*\` in it stands for any text. An entry that nothing needs is a finding itself, \`accept-unused\`:
take it out. [How to change what is written](how-to/patch-what-is-written.md) has the paths.

${CHECKS.map((check) => section(check, main)).join('\n\n')}
`;
}

/** Some outputs lack what an example changes, such as recording rules. */
function section(check: Check, main: Model): string {
  const { id, title, because, example } = check;
  const [first] = planted(main, example.plant, [check]);
  const change = `${example.change[0]?.toUpperCase()}${example.change.slice(1)}`;
  return [
    `## ${id}`,
    title,
    because,
    ...(first
      ? [
          `${change}:`,
          `\`\`\`\n${first.at}: ${first.value}:\n${first.why};\n${first.remedy}${first.excerpt ? `\n\n${first.excerpt}` : ''}\n\`\`\``,
        ]
      : [`For example: ${example.change}.`]),
  ].join('\n\n');
}
