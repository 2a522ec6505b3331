import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactOf, type StageContext } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import type { declaration } from './declaration.js';
import { badFile, largestFile } from './idx.js';

type Context = StageContext<typeof declaration>;

/** The file of that name, with or without .gz: what a person knows it by, and its bytes. Throws BadInput where there is none, or no MNIST's. */
export function readNamed(context: Context, name: string): Promise<[string, Buffer]> {
  const { files: fetched } = context.inputs;
  return fetched === undefined ? fromFolder(context, name) : fromFetched(fetched, name);
}

async function fromFolder({ files, parameters }: Context, name: string): Promise<[string, Buffer]> {
  const found = variantsOf(name).find((variant) => files.has(variant));
  const path = found === undefined ? undefined : files.get(found);
  if (found === undefined || path === undefined) throw new TypeError(`the stage was not given ${name}`);
  const file = join(parameters.directory, found);
  checkSize(file, (await stat(path)).size);
  return [file, await readFile(path)];
}

async function fromFetched(
  fetched: NonNullable<Context['inputs'][string]>,
  name: string,
): Promise<[string, Buffer]> {
  const artifacts = fetched.map((input) => artifactOf(input, 'file'));
  const called = artifacts.map(({ description: { name: title } }) =>
    typeof title === 'string' ? title : '',
  );
  const found = variantsOf(name).find((variant) => called.includes(variant));
  const artifact = found === undefined ? undefined : artifacts[called.indexOf(found)];
  if (found === undefined || artifact === undefined) throw notFetched(name, called);
  checkSize(found, Number(artifact.description.bytes));
  return [found, await artifact.bytes()];
}

function variantsOf(name: string): readonly string[] {
  return [name, `${name}.gz`];
}

function checkSize(file: string, size: number): void {
  if (size > largestFile)
    throw badFile(file, `it has ${size} bytes; no MNIST file has more than ${largestFile}.`);
}

function notFetched(name: string, called: readonly string[]): BadInput {
  return new BadInput({
    place: 'mnist, input files',
    rule: `none is called ${name} or ${name}.gz; they are called ${called.join(', ')}.`,
    remedy: 'The `name` of a fetch stage says what its file is called.',
  });
}
