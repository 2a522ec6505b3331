import { randomInt } from 'node:crypto';
import { Option, type Command } from 'commander';
import { type Expectations, expectationsOf } from '../audit/expected.js';
import { lockFileOf } from '../audit/lock.js';
import { selected } from '../audit/selection.js';
import { buildNames } from '../engine/portable/asked-build.js';
import type { PlannedTask } from '../plan/recipe.js';
import { cores } from '../run/environment.js';
import { processWith, taskProcess } from '../run/process.js';
import { BadInput } from '../stage/problem.js';
import { prepareKernels } from './kernels.js';
import { open, pipelineCommand, repeated, type PipelineOptions } from './pipeline.js';
import { reading } from './reading.js';
import { jobsOf } from './run.js';
import { exit, stopOnInterrupt } from './stop.js';
import { carryOver } from './verify/carry-over.js';
import { lockFor } from './verify/locked.js';
import { spotAudit } from './verify/spot.js';
import { tellerOf } from './verify/teller.js';
import type { Verifying } from './verify/verifying.js';
import { verifyWhole } from './verify/whole.js';

interface Options extends PipelineOptions {
  readonly only: readonly string[];
  readonly spot?: string;
  readonly seed?: string;
  readonly carryOver?: boolean;
  readonly against?: string;
  readonly jobs?: string;
}

export function addVerify(program: Command): void {
  pipelineCommand(program, 'verify')
    .description('execute tasks again, and say whether they still make what is recorded or locked')
    .option('--only <task>', 'a task, all of a stage, or a glob: train[*] (repeatable)', repeated, [])
    .option(
      '--spot <n>',
      'only n stretches of the recorded trainings and n measured updates of the monitors, chosen by chance',
    )
    .option('--seed <seed>', 'what --spot chooses by; a new one where it is not given')
    .addOption(
      new Option(
        '--carry-over',
        'with --spot n of each: keep trainings and monitors that only other code made, and run the rest',
      ).conflicts('only'),
    )
    .addOption(
      new Option('--against <kernels>', 'execute with this build, and bisect what differs')
        .choices(buildNames)
        .conflicts('carryOver'),
    )
    .option('--jobs <n>', 'tasks at a time (as many as there are cores)')
    .addHelpText('after', '\nExample: samebits verify pipelines/quickstart.json --only train --spot 20')
    .action(async (file: string, options: Options) => {
      process.exitCode = await verified(file, options);
      if (process.exitCode === 130) await exit(130);
    });
}

async function verified(file: string, options: Options): Promise<number> {
  const opened = await open(file, options);
  const { plan, store } = opened;
  const spot = spotOf(options);
  const [json, jobs] = [options.json ?? false, jobsOf(options.jobs)];
  if (options.carryOver && spot !== undefined) return carryOver(opened, { ...spot, jobs }, json);
  const teller = tellerOf(json);
  const lock = await lockFor(lockFileOf(file), plan, options.set.length === 0 && options.only.length === 0);
  const chosen = selected(plan, options.only);
  return reading(store, plan.graph.pipeline.name, async (used) => {
    const expectations = await expectationsOf(plan, used, lock.lock);
    somethingToHoldAgainst(file, chosen, expectations);
    await prepareKernels(plan, teller);
    const { signal } = stopOnInterrupt(teller.stopping);
    const how = { jobs, cores: cores(), signal, ...executorsOf(options.against) };
    const verifying = {
      plan,
      store: used,
      teller,
      chosen,
      expectations,
      lockProblems: lock.problems,
      options: how,
    };
    return spot === undefined ? verifyWhole(verifying) : spotAudit(verifying, spot);
  });
}

/** With other kernels, what this machine would have taken is what a difference is bisected against. */
function executorsOf(against: string | undefined): Pick<Verifying['options'], 'executor' | 'other'> {
  if (against === undefined) return { executor: taskProcess };
  return { executor: processWith({ SAMEBITS_KERNELS: against }), other: taskProcess };
}

interface Spot {
  readonly count: number;
  readonly seed: number;
}

/** What is looked at decides nothing in it, so the seed may be any. */
const seeds = 2 ** 32;

function spotOf({ spot, seed, carryOver }: Options): Spot | undefined {
  if (spot === undefined) {
    const needs = seed !== undefined ? '--seed' : carryOver ? '--carry-over' : undefined;
    if (needs === undefined) return undefined;
    throw new BadInput({
      place: needs,
      rule: 'needs --spot n.',
      remedy: 'Say how many parts are executed again: --spot 20',
    });
  }
  return {
    count: whole(spot, '--spot', 1),
    seed: seed === undefined ? randomInt(seeds) : whole(seed, '--seed', 0),
  };
}

function whole(text: string, place: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && text.trim() !== '') return value;
  throw new BadInput({ place: `${place} ${text}`, rule: `is a whole number of at least ${least}.` });
}

function somethingToHoldAgainst(
  file: string,
  chosen: readonly PlannedTask[],
  expectations: Expectations,
): void {
  const known = chosen.some(({ id, machineBound }) => {
    const { record, locked } = expectations.get(id) ?? {};
    return record !== undefined || locked !== undefined || machineBound;
  });
  if (known) return;
  throw new BadInput({
    place: file,
    rule: 'nothing is recorded of these tasks, and no lock file speaks of them as they are asked.',
    remedy: `Make them first: samebits run ${file}`,
  });
}
