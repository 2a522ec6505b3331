import { wordOrJson, type Json } from '../artifact/json.js';
import type { TaskRecord } from '../store/records.js';
import type { Places } from './contents.js';
import { entity, localId, references, referenceTo, type Entity } from './entity.js';
import { endOf, inputsOf, parametersOf, startOf } from '../store/executed.js';
import { formalId, toolId } from './tools.js';

export function actionId({ task }: TaskRecord): string {
  return localId('execution', task);
}

export function stepId({ task }: TaskRecord): string {
  return localId('step', task);
}

export function controlId({ task }: TaskRecord): string {
  return localId('control', task);
}

/** What one execution was: the tool, what it read and was told, what it made, when, where; and its step in the workflow. */
export function actionEntities(record: TaskRecord, position: number, places: Places): readonly Entity[] {
  const { task, key, failure, outputs } = record;
  const told = parameterValues(record);
  const read = [...new Set(inputsOf(record).map(({ digest }) => places.get(digest)))].filter(
    (place) => place !== undefined,
  );
  const made = new Set(Object.values(outputs).map(({ digest }) => places.get(digest) ?? ''));
  const action = entity(actionId(record), 'CreateAction', {
    name: `Execution of ${task}`,
    description: `The task with the key ${key}, executed on ${environmentText(record)}.`,
    instrument: referenceTo(toolId(record)),
    object: [...read.map(referenceTo), ...references(told)],
    result: [...made].map(referenceTo),
    startTime: startOf(record),
    endTime: endOf(record),
    ...statusOf(failure),
  });
  const step = entity(stepId(record), 'HowToStep', {
    name: task,
    position: String(position),
    workExample: referenceTo(toolId(record)),
  });
  const control = entity(controlId(record), 'ControlAction', {
    name: `The workflow engine's execution of ${task}`,
    instrument: referenceTo(step['@id']),
    object: referenceTo(action['@id']),
  });
  return [action, step, control, ...told];
}

/** How an action ended. A failure keeps what it made. */
export function statusOf(failure: string | null): Readonly<Record<string, Json>> {
  const status = (word: string) => ({ actionStatus: `http://schema.org/${word}ActionStatus` });
  return failure === null ? status('Completed') : { ...status('Failed'), error: failure };
}

function parameterValues(record: TaskRecord): readonly Entity[] {
  return Object.entries(parametersOf(record)).map(([name, value]) =>
    entity(localId('parameter', record.task, name), 'PropertyValue', {
      name,
      value: wordOrJson(value),
      exampleOfWork: referenceTo(formalId(record, 'parameter', name)),
    }),
  );
}

function environmentText({ environment }: TaskRecord): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name} ${wordOrJson(value)}`)
    .join(', ');
}
