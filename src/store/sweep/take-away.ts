import pLimit from 'p-limit';
import { ifPresent, type Files } from '../files.js';
import type { FoundFile, Kind, Thing } from './inventory.js';

/** What leads to things before these. */
const order: readonly Kind[] = [
  'runs',
  'tasks',
  'memos',
  'records',
  'chains',
  'objects',
  'verifications',
  'logs',
  'quarantine',
  'tmp',
];

const atOnce = 32;

/** Takes things away that nobody has used since they were looked at. Gives what was left. */
export async function takeAway(things: readonly Thing[], files: Files): Promise<readonly Thing[]> {
  const limit = pLimit(atOnce);
  const left: Thing[] = [];
  for (const kind of order) {
    await limit.map(
      things.filter((thing) => thing.kind === kind),
      async (thing) => {
        if (!(await takeAwayThing(thing, files))) left.push(thing);
      },
    );
  }
  return left;
}

async function takeAwayThing(thing: Thing, files: Files): Promise<boolean> {
  if (thing.folder !== undefined && !(await isUnused(thing.folder, files))) return false;
  for (const file of newestFirst(thing.files)) if (!(await takeAwayFile(file, files))) return false;
  return true;
}

/** So that what is left of a chain by a sweep that was interrupted is its beginning. */
function newestFirst(found: readonly FoundFile[]): readonly FoundFile[] {
  return [...found].sort((a, b) => b.modified - a.modified);
}

/** Whether nobody has used it since it was looked at; it may be gone. */
async function isUnused({ path, modified }: FoundFile, files: Files): Promise<boolean> {
  const now = await ifPresent(files.stat(path));
  return now === undefined || now.modified === modified;
}

async function takeAwayFile(file: FoundFile, files: Files): Promise<boolean> {
  try {
    if (!(await isUnused(file, files))) return false;
    // What this user may not mark may be in use by another run of this user, which could not mark it either.
    await ifPresent(files.touch(file.path, file.modified));
    await ifPresent(files.remove(file.path));
    return true;
  } catch {
    return false;
  }
}
