import type { Measure } from './measure.ts';

/** The measures as a table for people. */
export function table(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => [
    measure.name,
    shown(measure.summit, measure.unit),
    shown(measure.other, measure.unit),
    `${measure.ratio.toFixed(2)}×`,
    goalOf(measure),
    verdict(measure),
  ]);
  const all = [['', 'Summit', 'beside', 'ratio', 'goal', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => width(row[column]))));
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const room = ' '.repeat((widths?.[column] ?? 0) - width(cell));
          return column === 0 || column > 3 ? cell + room : room + cell;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(value: number, unit: string): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}

function goalOf({ goal }: Measure): string {
  if (goal === null) return '';
  const sign = goal.kind === 'at-least' ? '≥' : '≤';
  return `${sign} ${goal.reach}×, better ${sign} ${goal.aim}×`;
}

function verdict({ reached, reachedAim }: Measure): string {
  if (reached === null) return '';
  if (!reached) return 'missed';
  return reachedAim ? 'reached, the better one too' : 'reached';
}

function width(cell: string | undefined): number {
  return cell?.length ?? 0;
}
