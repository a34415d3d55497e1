import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { makeGallery } from '../../sandbox/gallery.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';

const document = JSON.parse(
  readFileSync(new URL('../../examples/biden-xi-2023.json', import.meta.url), 'utf8'),
) as AgendaDocument;

test('the gallery shows what every command says, each within Slack’s limits', async () => {
  const gallery = await makeGallery(document);
  const words = gallery.map(({ say }) => say.split(' ')[0]);
  for (const { name } of allCommands) expect(words).toContain(name);
  for (const { title, message } of gallery) {
    expect({ title, faults: checkMessage(message) }).toEqual({ title, faults: [] });
  }
});
