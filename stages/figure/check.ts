import type { Column } from '../../src/artifact/table.js';
import type { Asked, Mistake } from '../../src/stage/contract.js';
import { wrongColumn } from '../../src/stage/columns.js';
import { gathered } from './gathered.js';
import { predictionMistakes } from './predictions.js';
import type { FigureParameters, parameters as schema } from './parameters.js';
import { whereMistakes } from './where.js';

/** What is wrong with what a figure names. Asked before anything runs, and again with the tables that were made. */
export function figureMistakes({ parameters, inputs, matrix }: Asked<typeof schema>): readonly Mistake[] {
  const tables = inputs.tables ?? [];
  const { columns, mistakes } = gathered('tables', tables, parameters.table);
  return [
    ...mistakes,
    ...measuresMistakes(parameters),
    ...domainMistakes(parameters),
    ...surfaceMistakes(parameters),
    ...(columns === undefined
      ? []
      : [
          ...columnMistakes(columns, parameters),
          ...whereMistakes(columns, parameters, tables, matrix),
          ...predictionMistakes(columns, parameters, inputs.predictions ?? []),
        ]),
  ];
}

function measuresMistakes({ measures }: FigureParameters): readonly Mistake[] {
  if (measures.length > 0) return [];
  return [
    { at: { parameter: ['measures'] }, rule: 'is empty.', remedy: 'Name at least one column to draw.' },
  ];
}

function domainMistakes(parameters: FigureParameters): readonly Mistake[] {
  return (['x', 'y', 'depth'] as const)
    .filter((axis) => {
      const [least = -Infinity, greatest = Infinity] = parameters[axis]?.domain ?? [];
      return least >= greatest;
    })
    .map((axis) => ({
      at: { parameter: [axis, 'domain'] },
      rule: 'ends before it begins.',
      remedy: 'Give the lesser end first.',
    }));
}

/** Surfaces stand alone, over two linear axes. */
function surfaceMistakes({ measures, depth, x, y }: FigureParameters): readonly Mistake[] {
  const surfaces = measures.filter(({ mark }) => mark === 'surface').length;
  if (surfaces === 0)
    return depth === undefined
      ? []
      : [{ at: { parameter: ['depth'] }, rule: 'is an axis of surfaces.', remedy: 'Say the mark surface.' }];
  const curved = (['x', 'y'] as const).filter((axis) => ({ x, y })[axis].scale !== 'linear');
  return [
    ...(surfaces === measures.length
      ? []
      : [
          {
            at: { parameter: ['measures'] },
            rule: 'mixes surfaces with other marks.',
            remedy: 'Draw two figures.',
          },
        ]),
    ...(depth === undefined
      ? [
          {
            at: { parameter: ['measures'] },
            rule: 'has a surface, but no depth.',
            remedy: 'Name depth.column.',
          },
        ]
      : []),
    ...curved.map((axis) => ({
      at: { parameter: [axis, 'scale'] },
      rule: 'is not linear, as all axes of a surface are.',
    })),
  ];
}

function columnMistakes(columns: readonly Column[], parameters: FigureParameters): readonly Mistake[] {
  const { x, depth, measures, series, panels } = parameters;
  const steps = measures.some(({ mark }) => mark === 'step');
  const numbers = columns.filter(({ type }) => type === 'number');
  const wrong = (path: readonly (string | number)[], name: string, among: readonly Column[]) =>
    wrongColumn({ parameter: path }, name, columns, among);
  return [
    ...wrong(['x', 'column'], x.column, numbers),
    ...(depth === undefined ? [] : wrong(['depth', 'column'], depth.column, numbers)),
    ...(steps ? wrong(['x', 'upper'], x.upper, numbers) : []),
    ...measures.flatMap(({ column, spread }, index) => [
      ...wrong(['measures', index, 'column'], column, numbers),
      ...(spread === '' ? [] : wrong(['measures', index, 'spread'], spread, numbers)),
    ]),
    ...series.flatMap((name, index) => wrong(['series', index], name, columns)),
    ...(panels === '' ? [] : wrong(['panels'], panels, columns)),
  ];
}
