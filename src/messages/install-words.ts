/** What came of installing Summit. */
export type InstallOutcome =
  | { readonly kind: 'installed'; readonly name: string; readonly isOrgWide: boolean }
  /** They chose not to, in Slack. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'unknown' | 'expired' | 'of another browser' }
  /** Slack did not take what it had sent along: its word for why. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly code: string };

/** What whoever installs Summit reads at the end: one sentence for what happened, one for what to do. */
export interface InstallWords {
  readonly title: string;
  readonly text: string;
  /** True when it can be tried again at once. */
  readonly again: boolean;
}

/** The words for what came of it. */
export function installWords(outcome: InstallOutcome): InstallWords {
  switch (outcome.kind) {
    case 'installed':
      return {
        title: 'Summit is installed',
        text: outcome.isOrgWide
          ? `Summit is installed in ${outcome.name}. Add it to workspaces in your organisation’s settings, then type /summit help in one of them.`
          : `Summit is installed in ${outcome.name}. Type /summit help in Slack to begin.`,
        again: false,
      };
    case 'denied':
      return failed('Slack was not allowed to install Summit. Begin again and choose Allow.');
    case 'unknown':
      return failed('This address was used before, or is not one Summit gave. Begin again.');
    case 'expired':
      return failed('This took longer than ten minutes. Begin again.');
    case 'of another browser':
      return failed('This was begun in another browser. Begin again in this one.');
    case 'refused':
      return failed(`Slack did not confirm it (${outcome.error}). Begin again.`);
    case 'silent':
      return failed('Slack can’t be reached just now. Begin again in a minute.');
    case 'busy':
      return failed('Too many are installing Summit just now. Begin again in ten minutes.');
    case 'failed':
      return failed(
        `Something went wrong on our side. Begin again, and if it stays so tell whoever runs Summit. Code ${outcome.code}.`,
      );
  }
}

function failed(text: string): InstallWords {
  return { title: 'Summit is not installed', text, again: true };
}
