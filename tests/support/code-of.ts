/** The lines in a page's code blocks of one language. */
export function codeOf(language: string, page: string | undefined): string[] {
  const blocks = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm');
  return [...(page?.matchAll(blocks) ?? [])].flatMap((match) =>
    (match[1] ?? '').split('\n').filter((line) => line !== ''),
  );
}
