/** One number of one program beside the same number of another. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Medians over the pairs. */
  readonly summit: number;
  readonly other: number;
  /** The median of the pairs' own ratios, Summit to the other. */
  readonly ratio: number;
  readonly ratios: readonly number[];
  readonly goal: Goal | null;
  /** Null for a measure without a goal. */
  readonly reached: boolean | null;
  readonly reachedAim: boolean | null;
}

/** What the ratio must be, and what it had better be. */
export interface Goal {
  readonly kind: 'at-least' | 'at-most';
  readonly reach: number;
  readonly aim: number;
}

export function atLeast(reach: number, aim: number): Goal {
  return { kind: 'at-least', reach, aim };
}

export function atMost(reach: number, aim: number): Goal {
  return { kind: 'at-most', reach, aim };
}

/** What to take from two samples that were measured together. */
export interface Aspect<Sample> {
  readonly name: string;
  readonly unit: string;
  readonly goal: Goal | null;
  readonly of: (sample: Sample) => number | null;
}

/** Compares the aspects pair by pair, so that a slow minute of the machine counts for both. */
export function compare<Sample>(
  pairs: readonly (readonly [summit: Sample, other: Sample])[],
  aspects: readonly Aspect<Sample>[],
): Measure[] {
  return aspects.flatMap(({ name, unit, goal, of }) => {
    const values = pairs.flatMap(([summit, other]) => {
      const pair = [of(summit), of(other)] as const;
      return pair[0] === null || pair[1] === null ? [] : [[pair[0], pair[1]] as const];
    });
    if (values.length === 0) return [];

    const ratios = values.map(([summit, other]) => summit / other);
    const ratio = median(ratios);
    const measure: Measure = {
      name,
      unit,
      summit: median(values.map(([summit]) => summit)),
      other: median(values.map(([, other]) => other)),
      ratio,
      ratios,
      goal,
      reached: goal && meets(ratio, goal.kind, goal.reach),
      reachedAim: goal && meets(ratio, goal.kind, goal.aim),
    };
    return [measure];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function meets(ratio: number, kind: Goal['kind'], bound: number): boolean {
  return kind === 'at-least' ? ratio >= bound : ratio <= bound;
}
