import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { consume } from '../../src/training/credits.js';
import { divergence } from '../../src/training/divergence.js';
import { newestState, notedRows } from '../../src/training/history.js';
import { type Ledger, openLedger } from '../../src/training/ledger.js';
import { onwards$ } from '../../src/training/onwards.js';
import { trainingInputs } from '../../src/training/origin.js';
import { type Prepared, prepareTraining } from '../../src/training/prepare.js';
import { harmless } from '../../src/training/probes.js';
import { load } from '../../src/training/recorded.js';
import type { Step } from '../../src/training/updates.js';
import { writtenOf } from '../../src/training/written.js';
import type { declaration } from './declaration.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { inputs, parameters, signal } = context;
  const { updates, ...settings } = parameters;
  const prepared = await prepareTraining(trainingInputs(inputs, 'network'), settings, context);
  const ledger = await resume(context, prepared);
  const { update, divergedAt } = await train(context, prepared, ledger);
  await ledger.settle();
  if (divergedAt === undefined && update < updates) throw signal.reason;
  const failure = divergedAt === undefined ? undefined : divergence(divergedAt, settings.learningRate);
  await write(context, prepared, ledger, failure);
  return failure === undefined ? {} : { failure };
};

/** Goes back to the newest durable state that the training can be continued from, if there is one. */
async function resume({ chain, parameters }: Context, prepared: Prepared): Promise<Ledger> {
  const { updates, recordEvery } = parameters;
  const noted = notedRows((await chain?.states()) ?? []);
  const found = chain && (await newestState(chain, noted, updates, recordEvery));
  if (found !== undefined) load(prepared, found);
  return openLedger({
    chain,
    recordEvery,
    noted,
    start: found ?? prepared.initial,
    now: () => performance.now(),
  });
}

async function train(context: Context, prepared: Prepared, ledger: Ledger): Promise<Step> {
  const { parameters, signal } = context;
  const start = ledger.newest();
  const observers = context.observers.map(harmless);
  let last: Step = { update: start.row.update };
  await consume(onwards$(prepared, start, { until: parameters.updates, observers, signal }), async (step) => {
    last = step;
    if (step.recorded !== undefined) await ledger.add(step.recorded);
    report(context, step);
  });
  return last;
}

function report(context: Context, { update, cost }: Step): void {
  const note = cost === undefined ? {} : { note: `cost ${cost.toPrecision(3)}` };
  context.progress({ done: update, total: context.parameters.updates, unit: 'updates', ...note });
}

async function write(
  context: Context,
  prepared: Prepared,
  ledger: Ledger,
  failure: string | undefined,
): Promise<void> {
  const { network, trajectory } = writtenOf(context.inputs, prepared, ledger.rows, failure);
  await context.write('network', ledger.newest().bytes, network);
  await context.write('trajectory', trajectory.csv, trajectory.description);
}
