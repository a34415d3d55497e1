import { expect, test } from 'vitest';
import { STATUSES } from '../../src/agenda/status.ts';
import { readStatus, readStatuses } from '../../src/agenda/status-words.ts';

test.each(STATUSES)('$label is read from its key, its name and its emoji', (status) => {
  const { key, label, emoji } = status;
  const ways = [key, label, emoji, key.toUpperCase(), ` ${label.toUpperCase()} `];
  for (const typed of [...ways, key.replaceAll('-', ' '), key.replaceAll('-', '–')])
    expect(readStatus(typed), typed).toBe(key);
});

test.for([
  ['requested', 'proposed'],
  ['scheduled', 'on-agenda'],
  ['on agenda', 'on-agenda'],
  ['under discussion', 'in-talks'],
  ['consulting', 'in-talks'],
  ['negotiating', 'in-talks'],
  ['finalising', 'agreed-in-principle'],
  ['finalizing', 'agreed-in-principle'],
  ['near-final', 'agreed-in-principle'],
  ['tentative deal', 'agreed-in-principle'],
  ['agreement in principle', 'agreed-in-principle'],
  ['announced', 'agreed'],
  ['done deal', 'agreed'],
  ['ratified', 'agreed'],
  ['in progress', 'implementing'],
  ['being carried out', 'implementing'],
  ['implemented', 'implementing'],
  ['carried out', 'fulfilled'],
  ['honored', 'fulfilled'],
  ['honoured', 'fulfilled'],
  ['complete', 'fulfilled'],
  ['no progress', 'stalled'],
  ['no movement', 'stalled'],
  ['deadlocked', 'stalled'],
  ['raised without result', 'stalled'],
  ['on hold', 'suspended'],
  ['cut off', 'suspended'],
  ['cancelled', 'off-table'],
  ['canceled', 'off-table'],
  ['not on the table', 'off-table'],
  [':handshake:', 'agreed'],
  [':writing_hand::skin-tone-3:', 'agreed-in-principle'],
  ['✍🏽', 'agreed-in-principle'],
  ['⏸', 'suspended'],
] as const)('%s is %s', ([typed, key]) => {
  expect(readStatus(typed)).toBe(key);
});

test.each([
  '',
  'moving',
  'stuck',
  'tabled',
  'shelved',
  'confirmed',
  'closed',
  'agreed,stalled',
  '🙂',
])('%o is not one status', (typed) => {
  expect(readStatus(typed)).toBeNull();
});

test('a group is several statuses in a list, and one word of it none', () => {
  expect(readStatuses('stuck')).toEqual(['stalled', 'suspended', 'off-table']);
  expect(readStatuses('agreed')).toEqual(['agreed']);
  expect(readStatuses('on hold, NO–movement')).toEqual(['suspended', 'stalled']);
  expect(readStatuses('agreed, nonsense')).toBeNull();
});
