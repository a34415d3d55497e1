import type { ViewOutput } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { errorsAt, fieldsOf } from '../../src/slack/form-fields.ts';

describe('what was filled in', () => {
  test.each([
    [{ type: 'plain_text_input', value: ' as typed ' }, 'as typed'],
    [{ type: 'static_select', selected_option: option('agreed') }, 'agreed'],
    [{ type: 'external_select', selected_option: option('fentanyl') }, 'fentanyl'],
    [{ type: 'datepicker', selected_date: '2023-11-14' }, '2023-11-14'],
    [{ type: 'users_select', selected_user: 'U0BOB' }, 'U0BOB'],
    [{ type: 'multi_users_select', selected_users: ['U0BOB', 'U0ALICE'] }, 'U0BOB U0ALICE'],
    [{ type: 'checkboxes', selected_options: [option('a'), option('b')] }, 'a b'],
    [{ type: 'conversations_select', selected_conversation: 'C0DESK' }, 'C0DESK'],
  ])('is read as text: %j', (answer, text) => {
    expect(fieldsOf(stateOf('field:it', answer))).toEqual(new Map([['it', text]]));
  });

  test.each([
    { type: 'plain_text_input', value: null },
    { type: 'plain_text_input', value: '  ' },
    { type: 'static_select', selected_option: null },
    { type: 'datepicker', selected_date: null },
    { type: 'multi_users_select', selected_users: [] },
  ])('is missing when it is empty: %j', (answer) => {
    expect(fieldsOf(stateOf('field:it', answer)).size).toBe(0);
  });

  test('is only what stands in a field', () => {
    expect(fieldsOf(stateOf('say:0', { type: 'button', value: 'undo' })).size).toBe(0);
  });
});

describe('what is wrong', () => {
  const view = {
    blocks: [
      { type: 'context', block_id: 'hint', elements: [] },
      input('issue', 'field:issue'),
      input('note-2', 'field:note'),
    ],
  } as unknown as ViewOutput;

  test('stands at the block of its field', () => {
    expect(errorsAt(view, { note: 'Say why.' })).toEqual({ 'note-2': 'Say why.' });
  });

  test('stands at the first input when it belongs to none, together with what is wrong there', () => {
    const problems = { issue: 'Choose one.', elsewhere: 'No.', hint: 'Neither.' };
    expect(errorsAt(view, problems)).toEqual({ issue: 'Choose one. No. Neither.' });
  });
});

function option(value: string): object {
  return { text: { type: 'plain_text', text: value }, value };
}

function input(blockId: string, actionId: string): object {
  return {
    type: 'input',
    block_id: blockId,
    element: { type: 'plain_text_input', action_id: actionId },
  };
}

function stateOf(actionId: string, answer: object): Pick<ViewOutput, 'state'> {
  return { state: { values: { block: { [actionId]: answer } } } } as unknown as ViewOutput;
}
