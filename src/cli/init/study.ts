import type { JsonObject } from '../../artifact/json.js';

/** A first pipeline: small enough to run in seconds, and its parts say what they are. */
export function study(name: string, schema: string): JsonObject {
  return {
    $schema: schema,
    name,
    title: 'How activations spread before any training',
    description:
      'Two ways to draw the weights of a tanh network, and how widely its activations spread from layer to layer. Change a value and run again: only what depends on it is done again.',
    seed: 1,
    matrix: { scheme: ['standard', 'normalised'] },
    stages: {
      shapes: {
        description: 'Images of shapes. They are generated: there is nothing to download.',
        use: 'shapeset',
        with: { validation: 100, test: 100 },
      },
      network: {
        description:
          'A network for each scheme of the matrix: 1024 pixels, three hidden layers, nine classes.',
        use: 'initialise',
        with: { layers: [1024, 100, 100, 100, 9], scheme: { $matrix: 'scheme' } },
      },
      probe: {
        description: 'What each network does with a hundred images it was not trained on.',
        use: 'statistics',
        inputs: { data: 'shapes', network: 'network' },
        with: { activation: 'tanh', examples: 100 },
      },
      spread: {
        description: 'All cells of the matrix in one figure.',
        use: 'figure',
        inputs: { tables: { $each: 'probe.activations' } },
        with: {
          id: 'spread',
          title: 'Spread of the activations',
          caption: 'The standard deviation of the activations of each hidden layer.',
          x: { column: 'layer' },
          y: { title: 'standard deviation' },
          measures: [{ column: 'sd', mark: 'point-line' }],
          series: ['scheme'],
        },
      },
      report: {
        description: 'One page with everything; it is published in artifacts/reports/.',
        use: 'report',
        inputs: { figures: 'spread', tables: [{ $each: 'probe.activations' }] },
        with: {
          sections: [
            { heading: 'Before training', text: 'What is seen, in your words.', figures: ['spread'] },
          ],
        },
      },
    },
    claims: [
      {
        id: 'activations-shrink',
        statement:
          'With the standard scheme, activations spread at most half as widely in layer 3 as in layer 1.',
        figure: 'spread',
        of: 'probe.activations',
        where: { scheme: 'standard', layer: 3 },
        column: 'sd',
        relativeTo: { where: { scheme: 'standard', layer: 1 } },
        atMost: 0.5,
      },
    ],
  };
}
