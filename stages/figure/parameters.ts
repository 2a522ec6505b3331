import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';

const axisProperties = {
  title: Type.String({
    title: 'Axis title',
    description: 'What the axis shows, with its unit; empty: the title of the column.',
    default: '',
  }),
  scale: Type.Union([Type.Literal('linear'), Type.Literal('log'), Type.Literal('symlog')], {
    title: 'Scale',
    description: 'log cannot show zero or negative values; symlog is linear between −1 and 1.',
    default: 'linear',
  }),
  domain: Type.Array(Type.Number(), {
    title: 'Ends of the axis',
    description:
      'Least and greatest value shown, in the unit of the column; one number: the least; empty: those of the data.',
    default: [],
    maxItems: 2,
  }),
  tickUnit: Type.Number({
    title: 'Tick unit',
    description:
      'Tick labels are multiples of this: 1000000 with the axis title "examples (millions)"; in the unit of the column.',
    default: 1,
    exclusiveMinimum: 0,
  }),
};

const measure = Type.Object(
  {
    column: Type.String({
      title: 'Column',
      description: 'The column of numbers that is drawn.',
      minLength: 1,
    }),
    mark: Type.Union(
      [
        Type.Literal('line'),
        Type.Literal('point-line'),
        Type.Literal('point'),
        Type.Literal('step'),
        Type.Literal('surface'),
      ],
      {
        title: 'Mark',
        description:
          'line, line with points, points, step: the outline of a histogram over [x, x upper), or surface: over x and depth, seen from above.',
        default: 'line',
      },
    ),
    spread: Type.String({
      title: 'Spread',
      description:
        'A column of half-lengths of vertical bars about each point, such as the sd; empty: no bars.',
      default: '',
    }),
    spreadAs: Type.Optional(
      Type.Enum(['bars', 'band'], {
        title: 'Spread as',
        description: 'bars about the points, or a shaded band about the line. Bars where it is not said.',
      }),
    ),
    title: Type.Optional(
      Type.String({
        title: 'Title',
        description: 'What the figure calls it. The title of the column where it is not said.',
        maxLength: 300,
      }),
    ),
  },
  { additionalProperties: false },
);

const { title, domain, tickUnit } = axisProperties;

/** What a surface has besides: absent where there is none. */
const depth = Type.Optional(
  Type.Object(
    {
      column: Type.String({
        title: 'Column',
        description: 'The second horizontal measure.',
        minLength: 1,
      }),
      title,
      domain,
      tickUnit,
      azimuth: Type.Number({
        title: 'Azimuth',
        description:
          'Degrees by which the surface is turned about the vertical axis; at 0 x runs to the right and depth away from the eye.',
        minimum: -360,
        maximum: 360,
        default: 40,
      }),
      elevation: Type.Number({
        title: 'Elevation',
        description: 'Degrees by which the eye is above the horizon.',
        minimum: 5,
        maximum: 85,
        default: 25,
      }),
    },
    {
      title: 'Depth axis',
      description: 'The second horizontal axis of surfaces, and from where they are seen.',
      additionalProperties: false,
    },
  ),
);

const cellValue = Type.Union([Type.String(), Type.Number()]);

export const parameters = Type.Object({
  id: Type.String({
    title: 'Name',
    description: 'By which reports and claims refer to the figure.',
    default: 'figure',
    pattern: '^[a-z0-9][a-z0-9-]*$',
  }),
  title: Type.String({
    title: 'Title',
    description: 'One line above the drawing.',
    default: '',
    maxLength: 300,
  }),
  caption: Type.String({ title: 'Caption', description: 'What is plotted.', default: '', maxLength: 2000 }),
  table: Type.String({
    title: 'Table',
    description: 'Which output of the named stage is drawn; empty: the only one that is there.',
    default: '',
  }),
  x: Type.Object(
    {
      column: Type.String({ title: 'Column', description: 'The horizontal measure.', default: '' }),
      upper: Type.String({
        title: 'Upper column',
        description: 'Where a histogram bin ends, for the mark step.',
        default: 'high',
      }),
      ...axisProperties,
    },
    {
      title: 'Horizontal axis',
      description: 'Its column, title and scale.',
      default: {},
      additionalProperties: false,
    },
  ),
  y: Type.Object(axisProperties, {
    title: 'Vertical axis',
    description: 'Its title and scale; what is drawn is named in `measures`.',
    default: {},
    additionalProperties: false,
  }),
  depth,
  measures: Type.Array(measure, {
    title: 'Measures',
    description: 'The columns that are drawn, each with its mark.',
    default: [],
    maxItems: 4,
  }),
  series: Type.Array(Type.String({ minLength: 1 }), {
    title: 'Series',
    description: 'Columns or matrix variables that tell lines apart, by colour and dash or marker.',
    default: [],
    maxItems: 4,
  }),
  panels: Type.String({
    title: 'Panels',
    description:
      'A column or matrix variable: one panel for each value, one below the other, with the same axes.',
    default: '',
  }),
  panelAxes: Type.Union([Type.Literal('shared'), Type.Literal('own')], {
    title: 'Axes of panels',
    description:
      'shared: panels can be compared by eye. own: each is as large as its values; the caption says so.',
    default: 'shared',
  }),
  names: Type.Optional(
    Type.Record(Type.String(), Type.String({ maxLength: 300 }), {
      title: 'Names',
      description:
        'What series and panels are called, by the label that they have without: {"tanh, normalised": "Tanh N"}. Their order stays.',
    }),
  ),
  legendTitle: Type.Optional(
    Type.String({
      title: 'Title of the legend',
      description: 'Stands before the series. None where it is not said.',
      maxLength: 300,
    }),
  ),
  predictionTitle: Type.Optional(
    Type.String({
      title: 'Title of predictions',
      description:
        'What the legend calls what the input `predictions` gives: prediction where it is not said.',
      maxLength: 300,
    }),
  ),
  width: Type.Optional(
    Type.Integer({
      title: 'Width',
      description: 'Of the whole figure, in px; text stays as large. 640 where it is not said.',
      minimum: 240,
      maximum: 1600,
    }),
  ),
  height: Type.Optional(
    Type.Integer({
      title: 'Height of panels',
      description: 'Of each panel without its labels, in px. By their number where it is not said.',
      minimum: 60,
      maximum: 1600,
    }),
  ),
  where: Type.Record(Type.String(), Type.Union([cellValue, Type.Array(cellValue)]), {
    title: 'Rows',
    description: 'Only rows with this value (or one of these) in the column are drawn; the caption says so.',
    default: {},
  }),
});

export type FigureParameters = Static<typeof parameters>;
export type DepthParameters = NonNullable<FigureParameters['depth']>;
export type AxisParameters = FigureParameters['y'];
export type Measure = FigureParameters['measures'][number];
