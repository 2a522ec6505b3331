import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hundredTasks, manyTasks } from './many-tasks.js';
import { interleaved } from './rounds.js';
import { millisecondsOf, summaryOfTimes } from './samples.js';
import type { Section } from './section.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist', 'src', 'cli', 'main.js');

/** What a user waits for: whole processes, next to one that does nothing. */
export const bench: Section = async ({ quick, folder }) => {
  const pipelines = join(folder, 'project', 'pipelines');
  mkdirSync(pipelines, { recursive: true });
  const many = join(pipelines, 'many-tasks.json');
  writeFileSync(many, JSON.stringify(manyTasks()));
  const hundred = join(pipelines, 'hundred-tasks.json');
  writeFileSync(hundred, JSON.stringify(hundredTasks()));
  cpSync(join(root, 'pipelines'), pipelines, { recursive: true });
  const shortened = quick ? ['--set', 'train.with.updates=10'] : [];
  const rerun = [cli, 'run', join(pipelines, 'quickstart.json'), ...shortened];
  const first = await seconds(rerun);
  const rerunHundred = [cli, 'run', hundred];
  await seconds(rerunHundred);
  const values = await interleaved(
    {
      'node -e 0': { round: () => seconds(['-e', '0']) },
      'samebits run, 100 tasks, nothing to do': { round: () => seconds(rerunHundred) },
      'samebits run, quickstart, nothing to do': { round: () => seconds(rerun) },
      'samebits plan, 10,095 tasks, nothing in the store': { round: () => seconds([cli, 'plan', many]) },
    },
    quick ? 1 : 10,
  );
  const rows = Object.entries(values).map(([what, times]) => {
    const { best, median } = summaryOfTimes(times);
    return { what, values: [best, median] };
  });
  const made = {
    what: `samebits run, ${['quickstart', ...shortened].join(' ')}, nothing there yet`,
    values: [first],
  };
  return [{ title: 'a whole process', columns: ['best s', 'median s'], rows: [...rows, made] }];
};

async function seconds(args: readonly string[]): Promise<number> {
  const run = () => promisify(execFile)(process.execPath, [...args], { maxBuffer: 1 << 26 });
  return (await millisecondsOf(run)) / 1e3;
}
