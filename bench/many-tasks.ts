import type { Json, JsonObject } from '../src/artifact/json.js';

/** A pipeline of 10,095 tasks: four stages in each of 2472 cells, 206 initial networks, and the data of all. */
export function manyTasks(): JsonObject {
  const layers = [1024, 100, 9];
  const initial = { layers, scheme: variable('scheme'), seed: variable('seed') };
  const training = {
    activation: variable('activation'),
    learningRate: variable('learningRate'),
    updates: 100,
  };
  const activation = training.activation;
  return {
    name: 'many-tasks',
    matrix: {
      scheme: ['standard', 'normalised'],
      seed: Array.from({ length: 103 }, (_, seed) => seed),
      activation: ['sigmoid', 'tanh', 'softsign'],
      learningRate: [0.001, 0.003, 0.01, 0.03],
    },
    stages: {
      shapes: { use: 'shapeset' },
      network: { use: 'initialise', with: initial },
      train: { use: 'train', inputs: { data: 'shapes', network: 'network' }, with: training },
      probe: { use: 'statistics', inputs: { data: 'shapes', network: 'train' }, with: { activation } },
      error: { use: 'evaluate', inputs: { data: 'shapes', network: 'train' }, with: { activation } },
      monitor: {
        use: 'monitor',
        inputs: { training: 'train', initial: 'network', data: 'shapes' },
        with: { every: 100 },
      },
    },
  };
}

/** A pipeline of 100 small tasks, which a run makes in seconds. */
export function hundredTasks(): JsonObject {
  return {
    name: 'hundred-tasks',
    matrix: { seed: Array.from({ length: 99 }, (_, seed) => seed) },
    stages: {
      shapes: { use: 'shapeset', with: { validation: 10, test: 10 } },
      network: { use: 'initialise', with: { layers: [1024, 10, 9], seed: variable('seed') } },
    },
  };
}

function variable(name: string): Json {
  return { $matrix: name };
}
