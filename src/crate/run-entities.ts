import { actionEntities, controlId, statusOf, stepId } from './actions.js';
import { lastEnd, placesOf, type Contents } from './contents.js';
import { entity, fileId, localId, referenceTo, type Entity } from './entity.js';
import { inputsOf, startOf, type Executed } from '../store/executed.js';
import { fileProperties } from './file-entities.js';
import { toolId } from './tools.js';

export const runId = localId('run');

const language = entity(localId('language'), 'ComputerLanguage', {
  name: 'samebits: executed tasks',
  identifier: 'samebits/executed/1',
});

const engine = entity(localId('samebits'), 'SoftwareApplication', {
  name: 'samebits',
  description: 'Runs pipelines declared in JSON; each execution names the code of its stage.',
});

/** The workflow, its run as a whole, the engine that ran it, and the execution of each step. */
export function runEntities(contents: Contents): readonly Entity[] {
  const { records } = contents.executed;
  const places = placesOf(contents);
  return [
    workflowEntity(contents),
    language,
    engine,
    runEntity(contents),
    entity(localId('organisation'), 'OrganizeAction', {
      name: `samebits runs ${contents.executed.name}`,
      instrument: referenceTo(engine['@id']),
      object: records.map((record) => referenceTo(controlId(record))),
      result: referenceTo(runId),
    }),
    ...records.flatMap((record, index) => actionEntities(record, index + 1, places)),
  ];
}

function workflowEntity({ executed: { records }, title, workflow }: Contents): Entity {
  return entity(fileId(workflow.path), ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'], {
    ...fileProperties(workflow),
    name: title,
    version: workflow.sha256,
    conformsTo: referenceTo('https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE'),
    programmingLanguage: referenceTo(language['@id']),
    hasPart: [...new Set(records.map(toolId))].map(referenceTo),
    step: records.map((record) => referenceTo(stepId(record))),
  });
}

function runEntity(contents: Contents): Entity {
  const { executed, workflow } = contents;
  const places = placesOf(contents);
  const failed = executed.records.find(({ failure }) => failure !== null);
  const results = new Set(resultsOf(executed).map((digest) => places.get(digest)));
  return entity(runId, 'CreateAction', {
    name: `Run of ${executed.name}`,
    description: `${executed.records.length} tasks, each executed when its own action says.`,
    instrument: referenceTo(fileId(workflow.path)),
    result: [...results].filter((place) => place !== undefined).map(referenceTo),
    startTime: executed.records[0] && startOf(executed.records[0]),
    endTime: lastEnd(executed),
    ...statusOf(failed?.failure ?? null),
  });
}

/** What no other task read. */
function resultsOf({ records }: Executed) {
  const read = new Set(records.flatMap(inputsOf).map(({ digest }) => digest));
  const made = records.flatMap(({ outputs }) => Object.values(outputs)).map(({ digest }) => digest);
  return made.filter((digest) => !read.has(digest));
}
