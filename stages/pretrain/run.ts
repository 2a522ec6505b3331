import type { JsonObject } from '../../src/artifact/json.js';
import type { Row } from '../../src/artifact/table.js';
import { encodeParameters } from '../../src/engine/parameters.js';
import { failureMark } from '../../src/stage/cell.js';
import { artifactOf, onlyInput, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { consume } from '../../src/training/credits.js';
import { divergence } from '../../src/training/divergence.js';
import { newestState, notedRows } from '../../src/training/history.js';
import { type Ledger, openLedger } from '../../src/training/ledger.js';
import type { TrajectoryRow } from '../../src/training/trajectory.js';
import type { Step } from '../../src/training/updates.js';
import { declaration } from './declaration.js';
import { decoderOf } from './decoder.js';
import { learn$, stretchFrom } from './layer.js';
import { type Context, type Prepared, preparePretraining } from './prepare.js';
import { decodeState, recordedState } from './state.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const prepared = await preparePretraining(context);
  const ledger = await resume(context, prepared);
  const { update, divergedAt } = await pretrain(context, prepared, ledger);
  await ledger.settle();
  if (divergedAt === undefined && update < prepared.until) throw context.signal.reason;
  const failure =
    divergedAt === undefined ? undefined : divergence(divergedAt, context.parameters.learningRate);
  await write(context, prepared, ledger, failure);
  return failure === undefined ? {} : { failure };
};

/** Goes back to the newest durable state that can be gone on from, if there is one. */
async function resume({ chain, parameters }: Context, { layers, initial, until }: Prepared): Promise<Ledger> {
  const { recordEvery } = parameters;
  const noted = notedRows((await chain?.states()) ?? []);
  const found = chain && (await newestState(chain, noted, until, recordEvery));
  const start = found ?? recordedState(initial, layers, 0, null);
  const ledger = openLedger({ chain, recordEvery, noted, start, now: () => performance.now() });
  await ledger.add(start);
  return ledger;
}

/** Learns layer after layer; the last step is where it ends. */
async function pretrain(context: Context, prepared: Prepared, ledger: Ledger): Promise<Step> {
  const { layerUpdates } = context.parameters;
  const { until } = prepared;
  let last: Step = { update: ledger.newest().row.update };
  while (last.update < until && last.divergedAt === undefined && !context.signal.aborted) {
    const state = decodeState(ledger.newest().bytes);
    const stretch = stretchFrom(last.update, layerUpdates, until);
    await consume(learn$(context, prepared, state, stretch), async (step) => {
      last = step;
      if (step.recorded !== undefined) await ledger.add(step.recorded);
      report(context, prepared, stretch.layer, step);
    });
  }
  return last;
}

function report(context: Context, { until }: Prepared, layer: number, { update, cost }: Step): void {
  const now = cost === undefined ? '' : `, reconstruction cost ${cost.toPrecision(3)}`;
  context.progress({ done: update, total: until, unit: 'updates', note: `layer ${layer + 1}${now}` });
}

async function write(
  context: Context,
  { layers, range }: Prepared,
  ledger: Ledger,
  failure: string | undefined,
): Promise<void> {
  const ended = failure === undefined ? {} : { failure };
  const { row, bytes } = ledger.newest();
  await context.write('network', encodeParameters(decodeState(bytes).parameters, layers), {
    ...networkDescription(context, { layers, range }, row.update),
    ...failureMark(context.inputs),
    ...ended,
  });
  const rows = ledger.rows.map((recorded) => courseRow(context, range, recorded));
  await writeTable(context, declaration, 'course', { title: 'Pre-training, as recorded', rows, ...ended });
}

/** Of no updates at all it is the network that was given, so that whatever is made from it is the same. */
function networkDescription(
  { inputs, parameters }: Context,
  { layers, range }: Pick<Prepared, 'layers' | 'range'>,
  done: number,
): JsonObject {
  const { activation, corruption, layerUpdates, updates } = parameters;
  const given = artifactOf(onlyInput(inputs, 'network'), 'network').description;
  // A failure of what made the initial network is told as one of an input.
  const before = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'failure'));
  if (updates === 0) return before;
  return {
    ...before,
    title: `Network after ${done} updates of pre-training`,
    ...{ layers, activation, range },
    pretraining: { corruption, layerUpdates, updates: done },
  };
}

/** The end of a layer is a row of that layer. */
function courseRow(
  { parameters }: Context,
  range: Prepared['range'],
  { update, cost, digest }: TrajectoryRow,
): Row {
  const { activation, batch, layerUpdates } = parameters;
  const layer = Math.max(0, Math.ceil(update / layerUpdates) - 1);
  return {
    layer: layer + 1,
    update: update - layer * layerUpdates,
    examples: update * batch,
    cost: cost ?? NaN,
    decoder: decoderOf(layer, activation, range),
    digest,
  };
}
