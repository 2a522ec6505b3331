import type { TSchema } from 'typebox';
import { Type } from '../stage/schema.js';
import { check } from './check.js';
import { memberOf, type Located } from './located.js';
import { pipelineSchema, stageUse } from './schema.js';

/**
 * What can be looked at further of a pipeline in which something is wrong, so that a person is told all at once: without those stages
 * and claims that are no stages and claims. Undefined where nothing can.
 */
export function soundPart(document: Located): Located | undefined {
  if (document.kind !== 'object' || !isSound(document, 'matrix') || !isSound(document, 'seed'))
    return undefined;
  const stages = memberOf(document, 'stages');
  if (stages.kind !== 'object') return undefined;
  const alone = (name: string, value: Located): Located => ({
    place: value.place,
    kind: 'object',
    members: new Map([[name, { place: value.place, value }]]),
  });
  const kept = [...stages.members]
    .map(([name, { place, value }]) => [name, { place, value: withKnownMembers(value) }] as const)
    .filter(([name, { value }]) => isSound(alone('stages', alone(name, value)), 'stages'));
  const members = new Map(document.members);
  const { place } = stages;
  members.set('stages', { place, value: { ...stages, members: new Map(kept) } });
  const claims = memberOf(document, 'claims');
  if (claims.kind === 'list') {
    const items = claims.items.filter((item) =>
      isSound(alone('claims', { place: item.place, kind: 'list', items: [item] }), 'claims'),
    );
    members.set('claims', { place: claims.place, value: { ...claims, items } });
  } else members.delete('claims');
  return { ...document, members };
}

/** A stage with a member too many is still one that others can read; the member has been told. */
function withKnownMembers(stage: Located): Located {
  if (stage.kind !== 'object') return stage;
  const members = [...stage.members].filter(([name]) => Object.hasOwn(stageUse.properties, name));
  return { ...stage, members: new Map(members) };
}

function isSound(document: Located, name: 'stages' | 'matrix' | 'seed' | 'claims'): boolean {
  const properties: Readonly<Record<string, TSchema>> = pipelineSchema.properties;
  const part = Type.Object({ [name]: properties[name] ?? {} });
  return check(part, document, { prefix: '', unknown: () => '' }).problems.length === 0;
}
