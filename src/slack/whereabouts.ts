/** Where someone was when they were shown a form, so that what came of it is said there. */
export interface Whereabouts {
  /** Empty where there was none. */
  readonly channelId: string;
  readonly threadTs: string | null;
  /** A secret: whoever has it speaks as Summit. */
  readonly responseUrl: string | null;
  readonly onHome: boolean;
}

export const NOWHERE: Whereabouts = {
  channelId: '',
  threadTs: null,
  responseUrl: null,
  onHome: false,
};

/** What a modal takes along for us. */
const LONGEST = 3000;

/**
 * Both as one text for a modal to take along, or null when they are too long for it. What
 * the form keeps stands behind the first line as it is: quoted once more it could outgrow it.
 */
export function packed(place: Whereabouts, keep: string): string | null {
  const text = `${JSON.stringify(place)}\n${keep}`;
  return text.length > LONGEST ? null : text;
}

export function unpacked(text: string): { readonly place: Whereabouts; readonly keep: string } {
  const end = text.indexOf('\n');
  if (end < 0) return { place: NOWHERE, keep: '' };
  return {
    place: JSON.parse(text.slice(0, end)) as Whereabouts,
    keep: text.slice(end + 1),
  };
}
