import { BadInput } from '../../stage/problem.js';
import { nodeObstacle, surroundings } from './obstacle.js';
import { packageFolder, tensorflowPackage } from './package.js';

/** The package's folder. Throws BadInput, which says how to get it, where it is absent or this Node cannot use it. */
export function installedPackage(find = packageFolder, around = surroundings()): string {
  const obstacle = nodeObstacle(around);
  if (obstacle !== undefined) throw new BadInput(obstacle);
  const folder = find();
  if (folder === undefined) throw notInstalled(`${tensorflowPackage} is not installed`);
  return folder;
}

export function notInstalled(what: string): BadInput {
  return new BadInput({
    place: 'engine tensorflow',
    rule: `${what}.`,
    remedy: "Install it, in samebits' own folder: npm run setup:tensorflow",
  });
}
