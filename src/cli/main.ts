#!/usr/bin/env node
import { Command } from 'commander';
import { BadInput, problemText } from '../stage/problem.js';
import { addPlan } from './plan.js';
import { addRun } from './run.js';
import { addSchemas } from './schemas.js';
import { addStages } from './stages.js';

/** Exit codes: 0 done, 1 the work failed or a claim does not hold, 2 bad input. */
const program = new Command('samebits')
  .description(
    'Deep-network training experiments declared in JSON; every reported number checkable, bit for bit.',
  )
  .showSuggestionAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
addRun(program);
addPlan(program);
addStages(program);
addSchemas(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  const { problems } = error;
  console.error(problems.map(problemText).join('\n'));
  console.error(`${problems.length === 1 ? '1 error' : `${problems.length} errors`}. Nothing was run.`);
  process.exitCode = 2;
}
