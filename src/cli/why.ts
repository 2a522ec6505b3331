import type { Command } from 'commander';
import { selected } from '../audit/selection.js';
import { explain, type Explanation } from '../plan/explain.js';
import { statesOf } from '../plan/state.js';
import { BadInput } from '../stage/problem.js';
import { recordId, type TaskRecord } from '../store/records.js';
import { jsonLines } from './json-lines.js';
import { open, pipelineFileOf, withPipelineOptions, type PipelineOptions } from './pipeline.js';
import { reading } from './reading.js';
import { explanationText } from './why-text.js';

export function addWhy(program: Command): void {
  withPipelineOptions(
    program
      .command('why')
      .argument('<pipeline>', 'a pipeline file, or its name: quickstart, quickstart/train[standard]')
      .argument('[task]', 'a task, or a stage with all its cells'),
  )
    .description('say why a task is to run, cached or waiting: what changed since the nearest earlier record')
    .addHelpText(
      'after',
      "\nExample: samebits why 'quickstart/train[standard]' --set train.with.learningRate=0.02",
    )
    .action(async (pipeline: string, task: string | undefined, options: PipelineOptions) => {
      const asked = task === undefined ? split(pipeline) : { pipeline, task };
      const { plan, store } = await open(pipelineFileOf(asked.pipeline), options);
      const tasks = selected(plan, [asked.task], (name) => `${plan.graph.pipeline.name}/${name}`);
      await reading(store, plan.graph.pipeline.name, async (used) => {
        const states = await statesOf(plan, used);
        for (const each of tasks) {
          const explanation = await explain(each, plan, states, used);
          const name = `${plan.graph.pipeline.name}/${each.id}`;
          console.log(
            options.json ? jsonLines([eventOf(each.id, explanation)]) : explanationText(name, explanation),
          );
        }
      });
      if (options.json) console.log(jsonLines([{ event: 'finished', exitCode: 0 }]));
    });
}

/** `quickstart/train[standard]`: a matrix value may hold more slashes. */
function split(text: string): { readonly pipeline: string; readonly task: string } {
  const at = text.endsWith('.json') ? -1 : text.indexOf('/');
  if (at > 0 && at < text.length - 1) return { pipeline: text.slice(0, at), task: text.slice(at + 1) };
  throw new BadInput({
    place: text,
    rule: 'this names no task.',
    remedy: `Name one after it; samebits plan ${pipelineFileOf(text)} lists them.`,
  });
}

function eventOf(task: string, explanation: Explanation): object {
  const record = explanation.state === 'cached' ? { record: recordFacts(explanation.record) } : {};
  const nearest =
    explanation.state === 'to run' && explanation.nearest !== undefined
      ? { nearest: { ...explanation.nearest, record: recordFacts(explanation.nearest.record) } }
      : {};
  return { event: 'why', task, ...explanation, ...record, ...nearest };
}

/** All of a record but its key's text, which is in the store. */
function recordFacts(record: TaskRecord): object {
  const { preimage, outputs, ...facts } = record;
  const digests = Object.entries(outputs).map(
    ([name, { digest, bytes }]) => [name, { digest, bytes }] as const,
  );
  return { id: recordId(record), ...facts, stage: preimage.stage, outputs: Object.fromEntries(digests) };
}
