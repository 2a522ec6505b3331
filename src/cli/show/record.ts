import { wordOrJson } from '../../artifact/json.js';
import { codeOf, endOf, inputsOf, parametersOf, stageOf } from '../../store/executed.js';
import type { TaskRecord } from '../../store/records.js';
import { remarksOf } from '../remarks.js';
import { bytes, columns, dayAndTime, seconds, shown } from '../text.js';

/** A record for people: what was asked, what it read and made, where and when. */
export function recordText(record: TaskRecord): string {
  const { task, key, outputs, environment } = record;
  return [
    `${shown(task)}  stage ${shown(stageOf(record))}, code ${codeOf(record).slice(0, 12)}, key ${key}`,
    ...remarksOf(record).map((remark) => `note    ${remark}`),
    `made    until ${dayAndTime(endOf(record))} UTC in ${seconds(record.seconds)}, at most ${bytes(record.memory)} of memory`,
    `where   ${pairs(environment)}`,
    section(
      'parameters',
      Object.entries(parametersOf(record)).map(([name, value]) => [name, wordOrJson(value)]),
    ),
    section(
      'inputs',
      inputsOf(record).map(({ role, digest }) => [role, digest]),
    ),
    section(
      'outputs',
      Object.entries(outputs).map(([name, output]) => [
        name,
        output.digest,
        bytes(output.bytes),
        output.mediaType,
      ]),
    ),
  ].join('\n');
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? `${title}  none` : `${title}\n${columns(rows.map((row) => row.map(shown)))}`;
}

function pairs(values: TaskRecord['environment']): string {
  return shown(
    Object.entries(values)
      .map(([name, value]) => `${name} ${wordOrJson(value)}`)
      .join(', '),
  );
}
