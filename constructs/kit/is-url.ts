/**
 * Whether a text is a URL. `URL.canParse` of Node.js 20 and 22 refuses letters such as ü once it is optimized, after some
 * thousand calls.
 */
export function isUrl(text: string): boolean {
  try {
    new URL(text);
    return true;
  } catch {
    return false;
  }
}
