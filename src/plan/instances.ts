import { join } from 'node:path';
import { findStage, projectStage, stageNames } from '../stage/registry.js';
import { suggestion } from '../stage/nearest.js';
import type { Problem } from '../stage/problem.js';
import { memberOf, membersOf, placeAt, plain, type Located } from './located.js';
import { refusal, type Reach } from './reach.js';
import type { Instance } from './references.js';

/** The stage instances of a pipeline, by name; what is wrong with what they use goes to `problems`. */
export async function instancesOf(
  document: Located,
  reach: Reach,
  problems: Problem[],
): Promise<Map<string, Instance>> {
  const { project } = reach;
  const instances = new Map<string, Instance>();
  for (const [name, { value: from }] of membersOf(memberOf(document, 'stages'))) {
    // The pipeline's schema says that every stage has `use`, a string.
    const use = plain(memberOf(from, 'use')) as string;
    const refused = stageRefusal(use, placeAt(from, ['use']), reach);
    if (refused !== undefined) {
      problems.push(refused);
      continue;
    }
    const stage = await findStage(use, project);
    if (stage !== undefined) instances.set(name, { name, use, stage, from });
    else
      problems.push({
        place: placeAt(from, ['use']),
        rule: `there is no stage "${use}".`,
        remedy: remedyFor(use, project),
      });
  }
  return instances;
}

function remedyFor(use: string, project: string): string {
  const own = projectStage(use);
  if (own !== undefined) return `There is no stages/${own}/declaration.js in ${project}.`;
  return /[/\\]/.test(use) ? "The project's stages are ./stages/NAME." : suggestion(use, stageNames());
}

/** A stage of the project is looked at only where its folder and modules do not lead elsewhere. */
function stageRefusal(use: string, place: string, reach: Reach): Problem | undefined {
  const name = projectStage(use);
  if (name === undefined) return undefined;
  const folder = join(reach.project, 'stages', name);
  const modules = ['declaration.js', 'run.js'].map((module) => join(folder, module));
  const [first] = [folder, ...modules].flatMap(
    (path) => refusal(reach, path, `the stage "${use}"`, place) ?? [],
  );
  return first;
}
