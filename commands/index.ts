import type { Call, Reply } from './command.ts';

/** Answers `/summit <text>`. */
export async function answer(call: Call): Promise<Reply> {
  const text = `You said: ${call.text.length} characters`;
  return {
    message: { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
    outcome: 'other',
    issues: [],
  };
}
