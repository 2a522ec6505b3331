import { pathToFileURL } from 'node:url';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ExecutionContext } from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { minibatchReader } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import { inputArtifacts } from '../../src/run/context.js';
import { artifactOf } from '../../src/stage/contract.js';
import type { Store } from '../../src/store/store.js';
import { makeProject, type Project } from '../project.js';

/** Where the compiled modules are. */
const built = (module: string) => pathToFileURL(resolve('dist', module)).href;

/**
 * A project whose stage `./stages/train` is samebits' own, but for what its `arithmetic.js` does to the kernels: a maintainer's
 * checkout, in which the kernels can be changed.
 */
export async function trainings(t: Pick<ExecutionContext, 'teardown'>): Promise<Project> {
  const project = await makeProject(t);
  const from = (module: string, names: string) => `export { ${names} } from '${built(module)}';`;
  await project.write('stages/train/declaration.js', from('stages/train/declaration.js', 'declaration'));
  await project.write(
    'stages/train/run.js',
    `import './arithmetic.js';\n${from('stages/train/run.js', 'run')}`,
  );
  await project.write(
    'stages/train/retrace.js',
    `import './arithmetic.js';\n${from('stages/train/retrace.js', 'retrace')}`,
  );
  await project.write('stages/train/arithmetic.js', asItIs('first'));
  await project.write('pipelines/small.json', pipeline);
  return project;
}

/** The same with a monitor, whose stage is a checkout of its own: what its `arithmetic.js` does, it does to no training. */
export async function monitored(t: Pick<ExecutionContext, 'teardown'>): Promise<Project> {
  const project = await trainings(t);
  const from = (module: string, names: string) => `export { ${names} } from '${built(module)}';`;
  const begin = `import './arithmetic.js';\n`;
  await project.write('stages/monitor/declaration.js', from('stages/monitor/declaration.js', 'declaration'));
  await project.write('stages/monitor/run.js', begin + from('stages/monitor/run.js', 'run, observe'));
  await project.write('stages/monitor/retrace.js', begin + from('stages/monitor/retrace.js', 'retrace'));
  await project.write('stages/monitor/arithmetic.js', asItIs('first'));
  const monitor = {
    use: './stages/monitor',
    inputs: { training: 'train', initial: 'network', data: 'shapes' },
    with: { every: 100, early: false, examples: 20, validation: 20 },
  };
  await project.write('pipelines/small.json', { ...pipeline, stages: { ...pipeline.stages, monitor } });
  return project;
}

const pipeline = {
  name: 'small',
  stages: {
    shapes: { use: 'shapeset', with: { validation: 20, test: 20 } },
    network: { use: 'initialise', with: { layers: [1024, 12, 12, 9], scheme: 'normalised' } },
    train: {
      use: './stages/train',
      inputs: { data: 'shapes', network: 'network' },
      with: { updates: 640, learningRate: 0.05, recordEvery: 50 },
    },
  },
};

/** Kernels that are changed in nothing but their text. */
export function asItIs(version: string): string {
  return `export const version = '${version}';`;
}

/** The digest of the images of an update's minibatch, by which wrong kernels know it. */
export async function minibatchOf(project: Project, update: number): Promise<string> {
  const data = await trainData(project);
  const examples = await openExamples(artifactOf({ cell: {}, artifacts: data }, 'train'));
  const [inputs, labels] = [new Float32Array(10 * 1024), new Uint8Array(10)];
  minibatchReader(examples, { seed: 1, order: 'shuffled' })((update - 1) * 10, inputs, labels);
  return digestOf(new Uint8Array(inputs.buffer));
}

async function trainData({ store }: Project): Promise<ReturnType<typeof inputArtifacts>> {
  const record = await recordOf(store, 'shapes');
  return inputArtifacts(record.outputs, store);
}

/** The record that the last run has of a task. */
export async function recordOf(store: Store, task: string): ReturnType<typeof found> {
  return found(store, task);
}

async function found(store: Store, task: string) {
  const key = (await store.lastRuns.read('small'))[task];
  const record = key === undefined ? undefined : await store.records.find(key);
  if (record === undefined) throw new Error(`${task} has no record`);
  return record;
}

/** When kernels are wrong: while the project has a file `wrong`, of which no code digest knows. */
export function onDemand({ folder }: Project): {
  readonly only: string;
  readonly switched: (on: boolean) => Promise<void>;
} {
  const file = join(folder, 'wrong');
  return {
    only: `existsSync(${JSON.stringify(file)})`,
    switched: (on) => (on ? writeFile(file, '') : rm(file)),
  };
}

/**
 * Kernels that do one update wrong: after it, element 7 of layer 2's weights is one ulp off. \`only\` is a condition in
 * JavaScript for when they are wrong.
 */
export function wrongAt(minibatch: string, only = 'true'): string {
  return `
    import { createHash } from 'node:crypto';
    import { existsSync } from 'node:fs';
    import { PortableNetwork } from '${built('src/engine/portable/network.js')}';
    const train = PortableNetwork.prototype.train;
    if (${only}) PortableNetwork.prototype.train = function (inputs, labels, batch, rule) {
      const width = inputs.length / labels.length;
      const [costs, errors] = [[], []];
      for (let at = 0; at < labels.length; at += batch) {
        const some = inputs.slice(at * width, (at + batch) * width);
        const trained = train.call(this, some, labels.slice(at, at + batch), batch, rule);
        costs.push(...trained.costs);
        errors.push(...trained.errors);
        const digest = createHash('sha256').update(new Uint8Array(some.buffer)).digest('hex');
        if (digest === '${minibatch}') flip(this);
      }
      return { updates: costs.length, costs: Float64Array.from(costs), errors: Uint32Array.from(errors) };
    };
    function flip(network) {
      const parameters = network.parameters();
      const layer = parameters.weights[1];
      new Int32Array(layer.buffer, layer.byteOffset, layer.length)[7] += 1;
      network.load(parameters);
    }`;
}

/** Kernels by which every example costs a millionth more than it does; `only` is as in `wrongAt`. */
export function costsTooMuch(only = 'true'): string {
  return `
  import { existsSync } from 'node:fs';
  import { PortableNetwork } from '${built('src/engine/portable/network.js')}';
  const evaluate = PortableNetwork.prototype.evaluate;
  if (${only}) PortableNetwork.prototype.evaluate = function (...given) {
    const evaluated = evaluate.apply(this, given);
    return { ...evaluated, costs: evaluated.costs.map((cost) => cost * (1 + 2 ** -20)) };
  };`;
}
