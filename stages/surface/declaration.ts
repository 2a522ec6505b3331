import { costs } from '../../src/engine/engine.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { weightMistakes } from './check.js';
import { parameters } from './parameters.js';

export const declaration = declareStage({
  name: 'surface',
  version: 1,
  title: 'Cost over two weights',
  description:
    'The training cost of a network on random inputs and targets as two of its weights change, with either cost: figure 5 of the paper.',
  parameters,
  inputs: {
    network: {
      description: 'The network; its other parameters stay as they are.',
      outputs: ['network'],
    },
  },
  outputs: {
    surface: tableOutput('Cost and slope at every point of the grid.', [
      text('cost', 'cost', costs),
      ...numbers({
        w1: 'first weight',
        w2: 'second weight',
        value: 'mean cost',
        slope: 'norm of the gradient by the two weights',
      }),
    ]),
    plateaus: tableOutput('How much of each surface is flat.', [
      text('cost', 'cost', costs),
      ...numbers({
        points: 'number of points of the grid',
        greatestSlope: 'greatest norm of the gradient by the two weights',
        flat: 'fraction of the points whose slope is below `flatBelow` of the greatest',
        highAndFlat:
          "fraction of the points that are so flat and whose cost is nearer the surface's greatest than its least",
        lowerQuartile: 'lower quartile of the slope, as a fraction of the greatest',
        median: 'median of the slope, as a fraction of the greatest',
        upperQuartile: 'upper quartile of the slope, as a fraction of the greatest',
      }),
    ]),
  },
  check: ({ parameters, inputs }) => weightMistakes(parameters, knownOf(inputs, 'network', 'network')),
  machine: ({ engine }) => machineOf(engine),
});
