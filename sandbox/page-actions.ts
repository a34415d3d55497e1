import { openHome, press, runShortcut, suggest } from './interactivity.ts';
import { closeView, submitView } from './modals.ts';
import type { ActionAnswer, SandboxActions } from './protocol.ts';
import { say } from './say.ts';
import type { Story } from './story.ts';
import type { Slack } from './to-bot.ts';

/** Does what somebody at the page wants done. */
export type Act = <Name extends keyof SandboxActions>(
  name: Name,
  body: SandboxActions[Name],
) => Promise<ActionAnswer>;

type Actions = {
  readonly [Name in keyof SandboxActions]: (body: SandboxActions[Name]) => Promise<ActionAnswer>;
};

/** All that can be done at the page, by the name it is asked for with. */
export function pageActions(slack: Slack, story: Story | null): Actions {
  return {
    say: (body) => say(slack, body),
    press: (body) => press(slack, body),
    'submit-view': (body) => submitView(slack, body),
    'close-view': (body) => closeView(slack, body),
    shortcut: (body) => runShortcut(slack, body),
    options: (body) => suggest(slack, body),
    'open-home': (body) => openHome(slack, body),
    'next-day': async ({ until }) =>
      story === null ? { ok: false, error: 'There is no story to go on with.' } : story.goOn(until),
  };
}
