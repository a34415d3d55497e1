/** What `doctor` found. */
export interface Finding {
  /** `note`: nothing has to be done, but somebody may want to. */
  readonly kind: 'fix' | 'note' | 'ok';
  /** What is so or, of a fix, what is wrong and what to do. */
  readonly text: string;
}

export function ok(text: string): Finding {
  return { kind: 'ok', text };
}

export function note(text: string): Finding {
  return { kind: 'note', text };
}

export function fix(text: string): Finding {
  return { kind: 'fix', text };
}
