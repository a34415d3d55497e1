import { make, makeSvg } from './make.ts';

interface Point {
  readonly label: string;
  readonly value: number;
}

export interface Chart {
  readonly type: string;
  readonly segments?: readonly Point[];
  readonly series?: readonly { readonly name: string; readonly data: readonly Point[] }[];
  readonly axis_config?: {
    readonly categories?: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

const WIDTH = 480;
const HEIGHT = 200;
const EDGE = 28;
/** Room for the name of the axis, with the highest number below it. */
const TOP = 36;
/** As many as the page has colours for. */
const TONES = 10;
/** Between the lines of names below the bars. */
const LINE = 14;

/** A plain drawing of a `data_visualization` block, with the same numbers as a list to read. */
export function drawChart(block: { readonly title: string; readonly chart: Chart }): HTMLElement {
  const { chart } = block;
  const shapes = chart.type === 'pie' ? drawPie(chart) : drawAxes(chart);
  return make(
    'figure',
    { class: 'chart' },
    make('figcaption', {}, block.title),
    makeSvg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        role: 'img',
        'aria-label': `${block.title}. The numbers follow as a list.`,
      },
      ...shapes,
    ),
    make(
      'details',
      {},
      make('summary', {}, 'As a list'),
      make('ul', {}, ...numbersOf(chart).map((line) => make('li', {}, line))),
    ),
  );
}

function numbersOf(chart: Chart): string[] {
  const segments = (chart.segments ?? []).map(({ label, value }) => `${label}: ${value}`);
  const series = (chart.series ?? []).flatMap(({ name, data }) =>
    data.map(({ label, value }) => `${name}, ${label}: ${value}`),
  );
  return [...segments, ...series];
}

function drawPie({ segments = [] }: Chart): SVGElement[] {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const radius = HEIGHT / 2 - 10;
  const center = HEIGHT / 2;
  let turned = 0;
  return segments.flatMap(({ label, value }, index) => {
    const from = turned;
    turned += value / total;
    const point = (turn: number): string => {
      const angle = turn * 2 * Math.PI - Math.PI / 2;
      return `${center + radius * Math.cos(angle)} ${center + radius * Math.sin(angle)}`;
    };
    const whole = value === total;
    const path = `M ${center} ${center} L ${point(from)} A ${radius} ${radius} 0 ${value / total > 0.5 ? 1 : 0} 1 ${point(turned)} Z`;
    const shape = whole
      ? makeSvg('circle', { cx: center, cy: center, r: radius, class: `tone-${index % TONES}` })
      : makeSvg('path', { d: path, class: `tone-${index % TONES}` });
    return [shape, ...legend(`${label}: ${value}`, index, HEIGHT + 20)];
  });
}

function legend(label: string, index: number, x: number): SVGElement[] {
  const y = 14 + index * 16;
  return [
    makeSvg('rect', { x, y: y - 9, width: 10, height: 10, class: `tone-${index % TONES}` }),
    makeSvg('text', { x: x + 16, y }, label),
  ];
}

function drawAxes(chart: Chart): SVGElement[] {
  const series = chart.series ?? [];
  const labels = chart.axis_config?.categories ?? series[0]?.data.map(({ label }) => label) ?? [];
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const top = Math.max(1, ...values);
  const floor = Math.min(0, ...values);
  const step = (WIDTH - EDGE * 2) / Math.max(1, labels.length);
  // Names that stand close together take turns on several lines.
  const rows = Math.min(3, Math.ceil(labels.length / 4));
  const bottom = EDGE + (rows - 1) * LINE;
  const y = (value: number): number =>
    HEIGHT - bottom - ((value - floor) / (top - floor)) * (HEIGHT - TOP - bottom);
  const x = (place: number): number => EDGE + step * (place + 0.5);

  const drawn = series.flatMap(({ data }, index): SVGElement[] => {
    const tone = `tone-${index % TONES}`;
    if (chart.type === 'bar') {
      const width = (step * 0.7) / series.length;
      return data.flatMap(({ value }, place) => [
        makeSvg('rect', {
          x: x(place) - step * 0.35 + width * index,
          y: Math.min(y(value), y(0)),
          width,
          height: Math.abs(y(value) - y(0)),
          class: tone,
        }),
        ...(series.length > 1
          ? []
          : [
              makeSvg(
                'text',
                { x: x(place), y: Math.min(y(value), y(0)) - 4, 'text-anchor': 'middle' },
                String(value),
              ),
            ]),
      ]);
    }
    const line = data.map(({ value }, place) => `${x(place)},${y(value)}`).join(' ');
    if (chart.type !== 'area')
      return [makeSvg('polyline', { points: line, class: `${tone} line` })];
    const under = `${x(0)},${y(0)} ${line} ${x(data.length - 1)},${y(0)}`;
    return [makeSvg('polygon', { points: under, class: `${tone} area` })];
  });

  return [
    makeSvg('line', { x1: EDGE, x2: WIDTH - EDGE, y1: y(0), y2: y(0), class: 'axis' }),
    ...(chart.type === 'bar' && series.length === 1
      ? []
      : [makeSvg('text', { x: 2, y: y(top) + 4 }, String(top))]),
    makeSvg('text', { x: 2, y: 12 }, chart.axis_config?.y_label ?? ''),
    ...drawn,
    ...labels.map((label, place) =>
      makeSvg(
        'text',
        {
          x: x(place),
          y: HEIGHT - bottom + 20 + (place % rows) * LINE,
          'text-anchor': 'middle',
        },
        label,
      ),
    ),
    ...(series.length > 1
      ? series.flatMap(({ name }, index) => legend(name, index, WIDTH - 110))
      : []),
  ];
}
