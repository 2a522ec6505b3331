import type { JsonObject } from '../artifact/json.js';
import { actionId } from './actions.js';
import { lastEnd, type Contents } from './contents.js';
import { entity, fileId, referenceTo, type Entity } from './entity.js';
import { fileEntities } from './file-entities.js';
import { runEntities, runId } from './run-entities.js';
import { toolEntities } from './tools.js';

/** A crate must say something of its licence. */
const unlicensed = 'No licence was stated: ask whoever gave you this crate.';

const workflowCrate = 'https://w3id.org/workflowhub/workflow-ro-crate/1.0';

const profiles = [
  { id: 'https://w3id.org/ro/wfrun/process/0.5', name: 'Process Run Crate', version: '0.5' },
  { id: 'https://w3id.org/ro/wfrun/workflow/0.5', name: 'Workflow Run Crate', version: '0.5' },
  { id: 'https://w3id.org/ro/wfrun/provenance/0.5', name: 'Provenance Run Crate', version: '0.5' },
  { id: workflowCrate, name: 'Workflow RO-Crate', version: '1.0' },
] as const;

/** `ro-crate-metadata.json` as RO-Crate 1.1 has it, of the profile Provenance Run Crate 0.5. */
export function metadataOf(contents: Contents): JsonObject {
  return {
    '@context': [
      'https://w3id.org/ro/crate/1.1/context',
      { sha256: 'https://w3id.org/ro/terms/workflow-run#sha256' },
    ],
    '@graph': [
      entity('ro-crate-metadata.json', 'CreativeWork', {
        about: referenceTo('./'),
        conformsTo: ['https://w3id.org/ro/crate/1.1', workflowCrate].map(referenceTo),
      }),
      rootEntity(contents),
      ...profiles.map(({ id, name, version }) => entity(id, 'CreativeWork', { name, version })),
      ...(contents.licence === undefined
        ? []
        : [entity(contents.licence, 'CreativeWork', { name: contents.licence })]),
      ...runEntities(contents),
      ...toolEntities(contents.executed.records),
      ...fileEntities(contents),
    ],
  };
}

function rootEntity({ executed, title, description, licence, ...files }: Contents): Entity {
  const parts = [files.workflow, ...files.artifacts, ...files.others];
  return entity('./', 'Dataset', {
    name: title,
    description,
    datePublished: lastEnd(executed),
    license: licence === undefined ? unlicensed : referenceTo(licence),
    conformsTo: profiles.map(({ id }) => referenceTo(id)),
    mainEntity: referenceTo(fileId(files.workflow.path)),
    hasPart: parts.map(({ path }) => referenceTo(fileId(path))),
    mentions: [runId, ...executed.records.map(actionId)].map(referenceTo),
  });
}
