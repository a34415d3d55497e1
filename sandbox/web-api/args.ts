import type { Json } from '../door.ts';

/** The arguments of a call, which arrive as a form's strings or as JSON. */
export class Args {
  readonly #given: Json;

  constructor(given: Json) {
    this.#given = given;
  }

  /** Empty when it wasn't given, or as something that is no text. */
  text(name: string): string {
    const value = this.#given[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name));
  }

  number(name: string, fallback: number): number {
    const value = Number(this.text(name) || fallback);
    return Number.isFinite(value) ? value : fallback;
  }

  has(name: string): boolean {
    return this.text(name) !== '';
  }

  /** A structure, which a form carries as JSON. `broken` when it can't be read. */
  structure(
    name: string,
  ): { readonly kind: 'given'; readonly value: unknown } | { readonly kind: 'absent' | 'broken' } {
    const value = this.#given[name];
    if (value === undefined || value === null || value === '') return { kind: 'absent' };
    if (typeof value !== 'string') return { kind: 'given', value };
    try {
      return { kind: 'given', value: JSON.parse(value) };
    } catch {
      return { kind: 'broken' };
    }
  }
}
