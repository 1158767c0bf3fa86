import { CHECKS, type Check } from '../../constructs/checks/index.ts';
import type { Model } from '../../constructs/index.ts';
import { mainModel, planted } from './checks.ts';

/** docs/checks.md: every check, and what it says of its example in what main.ts builds. */
export async function checksPage(): Promise<string> {
  const main = await mainModel();
  return `# Checks

\`npm run synth\` compares all parts of the output with each other before it writes a file. Each finding ends with the name of
its check in brackets. Below is what each of them asks, why, and what it says of a change that breaks it.

${CHECKS.map((check) => section(check, main)).join('\n\n')}
`;
}

/** Not every output has what an example breaks: main.ts may record no series. */
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
