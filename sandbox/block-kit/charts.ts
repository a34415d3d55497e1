import { z } from 'zod';
import { words } from './text.ts';

const MOST_PARTS = 12;
const label = words(20);

const axes = z.strictObject({
  categories: z.array(label).min(1).max(20),
  x_label: words(50).optional(),
  y_label: words(50).optional(),
});

const series = z
  .array(
    z.strictObject({
      name: label,
      data: z.array(z.strictObject({ label, value: z.number() })).min(1),
    }),
  )
  .min(1)
  .max(MOST_PARTS)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'series names must be unique',
  });

/** What a `data_visualization` block draws. */
export const chart = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('pie'),
    segments: z
      .array(z.strictObject({ label, value: z.number().positive() }))
      .min(1)
      .max(MOST_PARTS),
  }),
  drawnOnAxes('bar'),
  drawnOnAxes('line'),
  drawnOnAxes('area'),
]);

function drawnOnAxes<Kind extends string>(kind: Kind) {
  return z
    .strictObject({ type: z.literal(kind), series, axis_config: axes })
    .refine(
      (is) =>
        is.series.every(
          ({ data }) =>
            JSON.stringify(data.map((point) => point.label)) ===
            JSON.stringify(is.axis_config.categories),
        ),
      { error: 'data labels must equal the categories' },
    );
}
