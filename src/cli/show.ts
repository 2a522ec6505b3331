import type { Command } from 'commander';
import { suggestion } from '../stage/nearest.js';
import { BadInput } from '../stage/problem.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { artifactText } from './show/artifact.js';
import { recordText } from './show/record.js';
import { jsonLines } from './json-lines.js';
import { withPartOfLastRun, type LastRun } from './last-run.js';

interface Options {
  readonly raw?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addShow(program: Command): void {
  program
    .command('show')
    .argument('<what>', 'PIPELINE/TASK, or PIPELINE/TASK.OUTPUT for one of its artifacts')
    .description(
      'show what a task was asked and made, or an artifact: a table, the tensors of a network, text',
    )
    .option('--raw', "write the artifact's bytes as they are")
    .option('--all', 'every row of a table, where it has many')
    .option('--json', 'print the record, or what is said of the artifact, as JSON')
    .addHelpText(
      'after',
      "\nExamples: samebits show 'quickstart/train[standard]'\n          samebits show 'quickstart/probe[standard].activations'",
    )
    .action((what: string, options: Options) =>
      withPartOfLastRun(what, async ({ executed, store, part }) => {
        const { record, artifact } = found(what, part, executed);
        if (artifact === undefined) {
          if (options.raw) throw notAnArtifact(what, record);
          console.log(options.json ? jsonLines([record]) : recordText(record));
        } else if (options.json) console.log(jsonLines([artifact]));
        else await showArtifact(artifact, options, store);
      }),
    );
}

async function showArtifact(artifact: Artifact, { raw, all }: Options, { objects }: Store): Promise<void> {
  const bytes = await objects.read(artifact.digest);
  if (raw) process.stdout.write(bytes);
  else console.log(artifactText(artifact, bytes, { all: all === true, file: objects.file(artifact.digest) }));
}

interface Found {
  readonly record: TaskRecord;
  readonly artifact?: Artifact;
}

function found(what: string, part: string, executed: LastRun['executed']): Found {
  const named = new Map(executed.records.flatMap(namesOf));
  const match = named.get(part);
  if (match !== undefined) return match;
  throw new BadInput({
    place: what,
    rule: `the last run of ${executed.name} has no task or artifact "${part}".`,
    remedy: suggestion(part, [...named.keys()]),
  });
}

/** A task's name, and `TASK.OUTPUT` for each of its artifacts. */
function namesOf(record: TaskRecord): readonly (readonly [string, Found])[] {
  const outputs = Object.entries(record.outputs).map(
    ([output, artifact]) => [`${record.task}.${output}`, { record, artifact }] as const,
  );
  return [[record.task, { record }], ...outputs];
}

function notAnArtifact(what: string, { outputs }: TaskRecord): BadInput {
  return new BadInput({
    place: what,
    rule: 'a task has no bytes of its own; --raw wants an artifact.',
    remedy: `There is: ${Object.keys(outputs)
      .map((output) => `${what}.${output}`)
      .join(', ')}.`,
  });
}
