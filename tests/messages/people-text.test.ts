import { expect, test } from 'vitest';
import { allSaid } from '../support/all-said.ts';
import { activeIn, HOSTILE } from '../support/inert.ts';

test('what people write means nothing to Slack, wherever it enters and whatever says it', async () => {
  const said = await allSaid(HOSTILE);
  const active = said.flatMap(({ when, payload }) =>
    activeIn(payload, HOSTILE).map((what) => `${when}: ${what}`),
  );
  expect(active).toEqual([]);
});

/** What the proof above would say, were the words sent as they are. */
test.each([
  ['<!channel>', 'broadcast'],
  ['<@U0EVIL>', 'user U0EVIL'],
  ['<#C0EVIL|desk>', 'channel C0EVIL'],
  ['<!subteam^S0EVIL>', 'usergroup'],
  ['<https://evil.example|bank.com>', 'link to https://evil.example'],
  ['<!date^1700000000^{date}|zevil>', 'date'],
  ['*zevil*', 'bold zevil'],
  ['_zevil_', 'italic'],
  ['`zevil`', 'code zevil'],
  ['```zevil```', 'fence'],
  ['one\n&gt; zevil', 'quote'],
  [':zevil:', 'emoji'],
])('%s is found active where nothing is done about it', (text, found) => {
  const section = { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  expect(activeIn([section], []).join()).toContain(found);
  expect(activeIn({ text, blocks: [] }, []).join()).toContain(found);
});

test('words that do not stand there as they were written are found', () => {
  const altered = { text: 'Qz0xone (3)', blocks: [] };
  expect(activeIn(altered, ['one two three'])).toHaveLength(1);
  expect(activeIn(altered, ['one (3)'])).toEqual([]);
});
