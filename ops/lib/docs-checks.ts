import type { Check } from '../../constructs/checks/check.ts';
import { CHECKS } from '../../constructs/checks/verify.ts';
import type { Model } from '../../constructs/index.ts';
import { planted } from './planted.ts';

/** docs/checks.md: every check, and what it says of its example in what the default installation builds. */
export function checksPage(main: Model): string {
  return `# Checks

\`npm run synth\` compares all parts of the output with each other before it writes a file. Each finding ends with the name of
its check in brackets. What has one cause is told once, below the first three of its places and the number of all others;
\`--json\` lists them all. Below is what each check asks, why, and what it says of a change that breaks it.

Wrong values come first: as long as a construct refuses one (\`invalid input for …\`), nothing is compared, and contradictions show
once it is mended.

${CHECKS.map((check) => section(check, main)).join('\n\n')}
`;
}

/** Not every output has what an example breaks: it may record no series. */
function section(check: Check, main: Model): string {
  const { id, title, because, example } = check;
  const [first] = planted(main, example.plant, [check]);
  const change = `${example.change[0]?.toUpperCase()}${example.change.slice(1)}`;
  return [
    `## ${id}`,
    title,
    because,
    ...(first
      ? [`${change}:`, `\`\`\`\n${first.at}: ${first.value}:\n${first.why};\n${first.remedy}\n\`\`\``]
      : [`For example: ${example.change}.`]),
  ].join('\n\n');
}
