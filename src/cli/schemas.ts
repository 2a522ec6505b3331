import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { editorSchemas } from '../plan/editor-schemas.js';
import { ifPresent } from '../store/files.js';

export function addSchemas(program: Command): void {
  program
    .command('schemas')
    .argument('[folder]', 'where to write them', 'schemas')
    .description('write the JSON Schemas by which editors complete and explain pipelines')
    .option('--check', 'write nothing; exit with 1 where a file is not what would be written')
    .addHelpText('after', '\nExample: samebits schemas --check')
    .action(async (folder: string, { check }: { check?: boolean }) => {
      await mkdir(folder, { recursive: true });
      for (const [name, text] of await editorSchemas()) {
        const file = join(folder, name);
        if ((await ifPresent(readFile(file, 'utf8'))) === text) continue;
        console.log(`${file} ${check ? 'is not what the stages declare' : 'written'}`);
        if (check) process.exitCode = 1;
        else await writeFile(file, text);
      }
    });
}
