import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of the documentation. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page, without its indentation. */
export interface Snippet {
  readonly language: string;
  readonly code: string;
}

/** Every hand-written page: TypeDoc checks docs/api itself. */
export function readPages(): Page[] {
  const files = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.md') && !file.startsWith('api/'),
  );
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/flask-app/README.md']
    .concat(files.map((file) => join('docs', file)).sort())
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

/** The fenced blocks of a page. */
export function snippets({ text }: Page, language?: string): Snippet[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)]
    .map(([, indent = '', name = '', code = '']) => ({
      language: name,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }))
    .filter((snippet) => language === undefined || snippet.language === language);
}

/** The commands of one program: in `sh` blocks, within pipelines and in the text. */
export function commands(page: Page, program: string): string[] {
  const lines = snippets(page, 'sh').flatMap(({ code }) => code.split('\n'));
  return [...lines, ...inlineCode(page)]
    .flatMap((line) => line.split(/ \| | && /))
    .map((command) => command.replace(/ +# .*$/, '').trim())
    .filter((command) => command.startsWith(`${program} `));
}

/** The code within the sentences and tables of a page. */
export function inlineCode({ text }: Page): string[] {
  const prose = text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'));
}

/** One of these pages. */
export function pageOf(pages: readonly Page[], file: string): Page {
  const found = pages.find((page) => page.file === file);
  if (found === undefined) throw new Error(`there is no page ${file}`);
  return found;
}

/** The broken links of a page: the file is missing, or its page lacks the heading. */
export function brokenLinks({ file, text }: Page): string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    return !existsSync(target) || (anchor !== undefined && !anchors(readFileSync(target, 'utf8')).includes(anchor));
  });
}

/** The anchors of a page's headings in a browser. */
function anchors(text: string): string[] {
  return [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The part of a page under a heading. */
export function section({ file, text }: Page, heading: string): Page {
  return { file, text: text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '' };
}

/** The rows of the table under a heading, as text, without its header. */
export function table(page: Page, heading: string): string[][] {
  const { text } = section(page, heading);
  return [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | ')).slice(1);
}
