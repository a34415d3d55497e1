/** Modals whose hashes are remembered. */
const MODALS_KEPT = 1_000;

/** A change someone made in a modal. */
export interface FieldChange {
  readonly viewId: string;
  /** Of the modal as it was when they made it. */
  readonly hash: string;
  /** When they made it, as Slack writes it. */
  readonly at: string;
}

/** Shows the modal anew in place of the one with this hash, and gives the new hash; null when it could not. */
export type Redraw = (hash: string) => Promise<string | null>;

interface Modal {
  /** Hashes the modal had before we drew it anew. */
  readonly ours: Set<string>;
  latestHash: string;
  lastAt: string;
  waiting: { readonly change: FieldChange; readonly redraw: Redraw } | null;
  drawing: boolean;
}

/**
 * Lets each modal be drawn anew once at a time, after the latest change. Someone who goes on
 * choosing while we draw sends the hash from before: that one has to become ours, or Slack
 * would refuse the newer change for the older one's sake.
 */
export class FormTurns {
  readonly #modals = new Map<string, Modal>();

  async take(change: FieldChange, redraw: Redraw): Promise<void> {
    const modal = this.#modal(change);
    if (change.at < modal.lastAt) return;
    modal.lastAt = change.at;
    modal.waiting = { change, redraw };
    if (modal.drawing) return;

    modal.drawing = true;
    try {
      while (modal.waiting !== null) {
        const next = modal.waiting;
        modal.waiting = null;
        await draw(modal, next.change.hash, next.redraw);
      }
    } finally {
      modal.drawing = false;
    }
  }

  #modal({ viewId, hash }: FieldChange): Modal {
    const known = this.#modals.get(viewId);
    if (known !== undefined) return known;

    const [oldest] = this.#modals.keys();
    if (this.#modals.size >= MODALS_KEPT && oldest !== undefined) this.#modals.delete(oldest);
    const modal: Modal = {
      ours: new Set(),
      latestHash: hash,
      lastAt: '',
      waiting: null,
      drawing: false,
    };
    this.#modals.set(viewId, modal);
    return modal;
  }
}

async function draw(modal: Modal, sentHash: string, redraw: Redraw): Promise<void> {
  const from = modal.ours.has(sentHash) ? modal.latestHash : sentHash;
  const hash = await redraw(from);
  if (hash === null) return;
  modal.ours.add(from);
  modal.latestHash = hash;
}
