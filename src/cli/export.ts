import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../artifact/numbers.js';
import { wordingOf } from '../crate/wording.js';
import { writeCrate } from '../crate/write.js';
import { BadInput } from '../stage/problem.js';
import { settingsOf } from '../store/executed.js';
import { jsonLines } from './json-lines.js';
import { withLastRun } from './last-run.js';
import { bytes, shown } from './text.js';

interface Options {
  readonly to?: string;
  readonly licence?: string;
  readonly json?: boolean;
}

export function addExport(program: Command): void {
  program
    .command('export')
    .argument('<pipeline>', 'a pipeline file, or the name of a pipeline that was run here')
    .description('write the last run as an RO-Crate: every artifact and record, and what was made from what')
    .option('--to <folder>', 'where to (NAME.crate); it must not be there yet')
    .option('--licence <address>', 'the licence it is given under: https://spdx.org/licenses/CC-BY-4.0')
    .option('--json', 'print events as JSON, one a line')
    .addHelpText('after', '\nExample: samebits export pipelines/quickstart.json --to quickstart.crate')
    .action(async (pipeline: string, { to, licence, json }: Options) => {
      if (licence !== undefined) assertAddress(licence);
      const { executed, folder, artifacts } = await withLastRun(pipeline, async (run) => {
        const into = resolve(to ?? `${run.executed.name}.crate`);
        assertAbsent(into, 'Name another folder with --to, or remove it.');
        assertAbsent(
          `${into}.unfinished`,
          'It may be left of an export that was ended: remove it, or name another folder.',
        );
        const wording = wordingOf(run.executed, licence);
        const written = await writeCrate(into, run.executed, wording, run.store);
        return { executed: run.executed, folder: into, artifacts: written.artifacts };
      });
      const settings = settingsOf(executed);
      const size = artifacts.reduce((sum, file) => sum + file.bytes, 0);
      const place = relative(process.cwd(), folder);
      console.log(
        json
          ? jsonLines([
              {
                ...{ event: 'finished', exitCode: 0, crate: place },
                ...{ tasks: executed.records.length, artifacts: artifacts.length, bytes: size, settings },
              },
            ])
          : [
              `${shown(place)}: ${counted(executed.records.length, 'task')}, ${counted(artifacts.length, 'artifact')}, ${bytes(size)}; an RO-Crate of the profile Provenance Run Crate 0.5`,
              ...(settings.length === 0 ? [] : [`It is of a run with ${shown(settings.join(' '))}`]),
            ].join('\n'),
      );
    });
}

function assertAbsent(place: string, remedy: string): void {
  if (existsSync(place)) throw new BadInput({ place, rule: 'this is there already.', remedy });
}

function assertAddress(licence: string): void {
  if (!/^https?:\/\//.test(licence) || !URL.canParse(licence))
    throw new BadInput({
      place: `--licence ${licence}`,
      rule: 'a licence is given by its address.',
      remedy: 'Example: --licence https://spdx.org/licenses/CC-BY-4.0',
    });
}
