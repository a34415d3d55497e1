/** What became of something handed out for a while. */
export type Found<Thing> =
  | { readonly kind: 'fresh'; readonly thing: Thing }
  | { readonly kind: 'expired' | 'unknown' };

/** For how many lifetimes it is still known of something that it has expired. */
const REMEMBERED = 10;

/** Things that are good for a while from when they were handed out, and then forgotten. */
export class ShortLived<Thing> {
  readonly #lastMs: number;
  readonly #now: () => number;
  /** The oldest first, since a map keeps the order it was filled in. */
  readonly #kept = new Map<string, { readonly thing: Thing; readonly at: number }>();

  constructor(lastMs: number, now: () => number) {
    this.#lastMs = lastMs;
    this.#now = now;
  }

  get size(): number {
    return this.#kept.size;
  }

  keep(key: string, thing: Thing): void {
    this.#forget();
    this.#kept.set(key, { thing, at: this.#now() });
  }

  find(key: string): Found<Thing> {
    const kept = this.#kept.get(key);
    if (kept === undefined) return { kind: 'unknown' };
    if (this.#now() - kept.at > this.#lastMs) return { kind: 'expired' };
    return { kind: 'fresh', thing: kept.thing };
  }

  #forget(): void {
    const before = this.#now() - this.#lastMs * REMEMBERED;
    for (const [key, { at }] of this.#kept) {
      if (at >= before) return;
      this.#kept.delete(key);
    }
  }
}
