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
import { reading } from './reading.js';
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
      const difference = await differenceOf(names, options);
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

type Difference = Awaited<ReturnType<typeof differenceOfSides>>;

type Named = { readonly lock: Lock } | { readonly opened: Opened };

async function differenceOf(
  [first, second]: readonly [string, string],
  options: PipelineOptions,
): Promise<Difference> {
  const before = await named(first, { ...options, set: [] });
  const after = await named(second, options);
  const opened = [before, after].find((each) => 'opened' in each)?.opened;
  const store = opened?.store ?? openStore(join(process.cwd(), 'artifacts'));
  const withSide = (each: Named, work: (side: Side) => Promise<Difference>) =>
    reading('opened' in each ? each.opened.store : store, 'diff', async (used) =>
      work(
        'lock' in each
          ? await sideOfLock(each.lock, opened?.plan, used)
          : await sideOfPlan(each.opened.plan, used),
      ),
    );
  return withSide(before, (left) => withSide(after, (right) => differenceOfSides(left, right)));
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

function eventLines({ tasks, equalTasks, claims, equalClaims }: Difference, exitCode: number): string {
  const lines = [
    ...tasks.map((task) => ({ event: 'task', ...task })),
    ...(claims ?? []).map((claim) => ({ event: 'claim', ...claim })),
    { event: 'finished', exitCode, equalTasks, equalClaims, claimsCompared: claims !== undefined },
  ];
  return jsonLines(lines);
}
