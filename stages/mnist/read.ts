import { namedFiles } from '../../src/data/named-files.js';
import type { StageContext } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import type { declaration } from './declaration.js';
import { badFile, largestFile } from './idx.js';

type Context = StageContext<typeof declaration>;

/** The file of that name, with or without .gz: what a person knows it by, and its bytes. Throws BadInput where there is none, or no MNIST's. */
export async function readNamed(
  { files, inputs, parameters }: Context,
  name: string,
): Promise<[string, Buffer]> {
  const given = namedFiles(files, parameters.directory, inputs.files);
  const file = given.get(name) ?? given.get(`${name}.gz`);
  if (file === undefined) throw notGiven(name, [...given.keys()]);
  const size = await file.size();
  if (size > largestFile)
    throw badFile(file.place, `it has ${size} bytes; no MNIST file has more than ${largestFile}.`);
  return [file.place, await file.bytes()];
}

/** Of a folder, all files that are missing were told when it was listed. */
function notGiven(name: string, called: readonly string[]): BadInput {
  return new BadInput({
    place: 'mnist, input files',
    rule: `none is called ${name} or ${name}.gz; they are called ${called.join(', ')}.`,
    remedy: 'The `name` of a fetch stage says what its file is called.',
  });
}
