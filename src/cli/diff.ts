import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { areEqual, differenceOfSides } from '../audit/diff.js';
import { lockFileOf, readLock, type Lock } from '../audit/lock.js';
import { sideOfLock, sideOfPlan, type Side } from '../audit/sides.js';
import { BadInput } from '../stage/problem.js';
import { ifPresent } from '../store/files.js';
import { openStore } from '../store/store.js';
import { diffText } from './diff-text.js';
import { jsonLines } from './json-lines.js';
import { open, pipelineFileOf, withPipelineOptions, type Opened, type PipelineOptions } from './pipeline.js';

export function addDiff(program: Command): void {
  withPipelineOptions(
    program
      .command('diff')
      .argument('<first>', 'a pipeline, by its file or its name, or a lock file')
      .argument(
        '[second]',
        'what it is compared with: its own lock file where nothing is said, itself with --set',
      ),
  )
    .description('say how two runs differ: parameters, code, claims, and numbers, by how many ulp')
    .addHelpText(
      'after',
      `
--set is laid over the second. Of a pipeline, what was last made of what it asks now is compared.
Exit code 0 where nothing differs but code, 1 where something does, 2 for bad input.
Examples: samebits diff quickstart
          samebits diff quickstart --set train.with.learningRate=0.02
          samebits diff old.lock.json pipelines/quickstart.lock.json`,
    )
    .action(async (first: string, second: string | undefined, options: PipelineOptions) => {
      const names = [first, second ?? otherOf(first, options)] as const;
      const [before, after] = await sides(names, options);
      const difference = await differenceOfSides(before, after);
      const exitCode = areEqual(difference) ? 0 : 1;
      const settings = options.set.map((each) => ` --set ${each}`).join('');
      console.log(
        options.json
          ? eventLines(difference, exitCode)
          : diffText([names[0], names[1] + settings], difference),
      );
      process.exitCode = exitCode;
    });
}

/** What a pipeline alone is compared with. */
function otherOf(first: string, { set }: PipelineOptions): string {
  return set.length > 0 ? first : lockFileOf(pipelineFileOf(first));
}

type Named = { readonly lock: Lock } | { readonly opened: Opened };

async function sides(
  [first, second]: readonly [string, string],
  options: PipelineOptions,
): Promise<readonly [Side, Side]> {
  const before = await named(first, { ...options, set: [] });
  const after = await named(second, options);
  const opened = [before, after].find((each) => 'opened' in each)?.opened;
  const store = opened?.store ?? openStore(join(process.cwd(), 'artifacts'));
  const side = (each: Named) =>
    'lock' in each
      ? sideOfLock(each.lock, opened?.plan, store)
      : sideOfPlan(each.opened.plan, each.opened.store);
  return [await side(before), await side(after)];
}

async function named(name: string, options: PipelineOptions): Promise<Named> {
  if (!(await isLock(name))) return { opened: await open(pipelineFileOf(name), options) };
  if (options.set.length === 0) return { lock: await readLock(name) };
  throw new BadInput({
    place: name,
    rule: 'this is a lock file: --set has nothing to be laid over.',
    remedy: 'Name a pipeline second.',
  });
}

/** By its name, or by its content where it was copied under another. */
async function isLock(name: string): Promise<boolean> {
  if (name.endsWith('.lock.json')) return true;
  const text = await ifPresent(readFile(pipelineFileOf(name), 'utf8'));
  return text !== undefined && /"format"\s*:\s*"samebits\/lock\//.test(text);
}

function eventLines(
  { tasks, equalTasks, claims, equalClaims }: Awaited<ReturnType<typeof differenceOfSides>>,
  exitCode: number,
): string {
  const lines = [
    ...tasks.map((task) => ({ event: 'task', ...task })),
    ...(claims ?? []).map((claim) => ({ event: 'claim', ...claim })),
    { event: 'finished', exitCode, equalTasks, equalClaims, claimsCompared: claims !== undefined },
  ];
  return jsonLines(lines);
}
