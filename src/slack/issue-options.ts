import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { issueChoices } from '../../commands/issue-choices.ts';
import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from '../messages/cut.ts';
import { visible } from '../messages/escape.ts';
import { plain } from '../messages/form.ts';
import { callOf, type Desk } from './desk.ts';
import { logFailure } from './log.ts';
import { noteToBeShown } from './note-shown.ts';
import { unpacked } from './whereabouts.ts';

export type OptionsArgs = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;

/** What Slack takes as an option's text, and as its value. */
const LONGEST = 75;

/** The issues to choose from, for the letters typed so far in a form. */
export async function offerIssues(desk: Desk, { body, ack }: OptionsArgs): Promise<void> {
  try {
    const call = await callOf(desk, {
      text: '',
      userId: body.user.id,
      teamId: desk.teamId,
      channelId: unpacked(body.view?.private_metadata ?? '').place.channelId,
      inputId: null,
    });
    const issues = await issueChoices(call, body.value);
    await noteToBeShown(call, 'alone', issues);
    const options = issues.filter(({ key }) => key.length <= LONGEST).map(optionOf);
    const left = issues.length - options.length;
    if (left > 0) desk.log.warn({ left }, 'Issues with longer keys can not be chosen in a form');
    await ack({ options });
  } catch (error) {
    logFailure(desk.log, 'offering issues', error);
    await ack({ options: [] });
  }
}

function optionOf({ key, title }: IssueRef): PlainTextOption {
  const line = visible(title).replaceAll(/\s+/g, ' ').trim();
  return { text: plain(cutTo(line, LONGEST) || key), value: key };
}
