import { unpacked } from '../../src/data/gzip.js';
import { namedFiles, type NamedFile } from '../../src/data/named-files.js';
import type { StageContext } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import type { declaration } from './declaration.js';
import { archiveName, cifarFiles } from './files.js';
import { badFile, type Batch } from './records.js';
import { tarFiles } from './tar.js';

type Context = StageContext<typeof declaration>;

/** Half as much again as all of CIFAR-10 (184 MB): what is more is something else, and could fill the memory. */
const largestFile = 2 ** 28;

/** Gives one of CIFAR-10's files by its name. Throws BadInput where it is not there. */
export type CifarReader = (name: string) => Promise<Batch>;

/** From the files as they are, or from the archive, in the folder or fetched. */
export async function cifarReader({ files, inputs, parameters }: Context): Promise<CifarReader> {
  const given = namedFiles(files, parameters.directory, inputs.files);
  const archive = given.get(archiveName);
  if (archive !== undefined) return archiveReader(archive.place, await bytesOf(archive));
  const missing = cifarFiles.filter((name) => !given.has(name));
  if (missing.length > 0) throw notGiven(missing, [...given.keys()]);
  return async (name) => {
    const file = given.get(name);
    if (file === undefined) throw notGiven([name], [...given.keys()]);
    return { place: file.place, bytes: await bytesOf(file) };
  };
}

function archiveReader(place: string, packed: Buffer): CifarReader {
  const files = filesIn(place, packed);
  return (name) => {
    const bytes = files.get(name);
    if (bytes === undefined) throw badFile(place, `there is no ${name} in it.`);
    return Promise.resolve({ place: `${place}, ${name}`, bytes });
  };
}

function filesIn(place: string, packed: Buffer): ReadonlyMap<string, Buffer> {
  try {
    return tarFiles(unpacked(packed, largestFile, 'CIFAR-10'));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badFile(place, error.message);
  }
}

async function bytesOf(file: NamedFile): Promise<Buffer> {
  const size = await file.size();
  if (size <= largestFile) return file.bytes();
  throw badFile(file.place, `it has ${size} bytes; no CIFAR-10 file has more than ${largestFile}.`);
}

function notGiven(missing: readonly string[], called: readonly string[]): BadInput {
  return new BadInput({
    place: 'cifar10, input files',
    rule: `none is called ${archiveName} or ${missing.join(', ')}; they are called ${called.join(', ')}.`,
    remedy: 'The `name` of a fetch stage says what its file is called.',
  });
}
