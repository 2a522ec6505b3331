import { isJsonObject, type Json } from '../artifact/json.js';
import type { InputDeclaration } from '../stage/contract.js';
import type { Stage } from '../stage/registry.js';
import type { Problem } from '../stage/problem.js';
import { memberOf, membersOf, nothing, placeAt, plain, type Located } from './located.js';
import { suggestion } from '../stage/nearest.js';

/** What must come before what. */
export interface Before {
  readonly stage: string;
  readonly place: string;
}

/** One reference among a stage's inputs: a role, the stage that fills it, and which of its outputs are read. */
export interface Reference extends Before {
  readonly role: string;
  /** Take all cells of the stage (`$each`), not the one that this cell goes with. */
  readonly each: boolean;
  /** What the reader calls an output → what the maker calls it. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A stage instance of the pipeline, as written, and what it says it is. */
export interface Instance {
  readonly name: string;
  readonly use: string;
  readonly stage: Stage;
  readonly from: Located;
}

/** The instances of a pipeline. */
export interface Others {
  readonly instances: ReadonlyMap<string, Instance>;
  /** All that the pipeline names, also those whose stage does not exist: that has been said where it is written. */
  readonly named: ReadonlySet<string>;
}

/** The references of one instance; what is wrong with them goes to `problems`. */
export function referencesOf(instance: Instance, others: Others, problems: Problem[]): readonly Reference[] {
  const { name, stage, from } = instance;
  const declaration = stage.description;
  const inputs = memberOf(from, 'inputs');
  const given = membersOf(inputs);
  for (const [role, input] of Object.entries(declaration.inputs)) {
    if (!input.optional && !given.has(role))
      problems.push({
        place: inputs === nothing ? from.place : inputs.place,
        rule: `${name}.inputs lacks ${role}: ${input.description}`,
      });
  }
  return [...given].flatMap(([role, { place, value }]) => {
    const input = Object.hasOwn(declaration.inputs, role) ? declaration.inputs[role] : undefined;
    if (input === undefined) {
      const remedy = suggestion(role, Object.keys(declaration.inputs));
      problems.push({
        place,
        rule: `${name}.inputs.${role} is not an input of stage "${declaration.name}".`,
        remedy,
      });
      return [];
    }
    return rolesReferences(name, role, input, value, others, problems);
  });
}

function rolesReferences(
  name: string,
  role: string,
  input: InputDeclaration,
  value: Located,
  others: Others,
  problems: Problem[],
): readonly Reference[] {
  const items = value.kind === 'list' ? value.items : [value];
  if (!input.many && (value.kind === 'list' || isEach(plain(value)))) {
    problems.push({
      place: value.place,
      rule: `${name}.inputs.${role} takes one stage, not several.`,
      remedy: 'A matrix makes a task for each.',
    });
    return [];
  }
  return items.flatMap((item) => {
    const reference = resolveReference(`${name}.inputs.${role}`, role, input, item, others);
    if (reference === undefined) return [];
    if ('role' in reference) return [reference];
    problems.push(reference);
    return [];
  });
}

function isEach(value: Json): value is { readonly $each: string } {
  return isJsonObject(value) && '$each' in value;
}

function resolveReference(
  path: string,
  role: string,
  input: InputDeclaration,
  item: Located,
  others: Others,
): Reference | Problem | undefined {
  const value = plain(item);
  const each = isEach(value);
  // The pipeline's schema says that a reference is a string or {$each: string}.
  const text = each ? value.$each : (value as string);
  const place = placeAt(item, ['$each']);
  const [stage = '', output] = text.split('.');
  const maker = others.instances.get(stage);
  if (maker === undefined)
    return others.named.has(stage)
      ? undefined
      : {
          place,
          rule: `${path} names "${stage}"; there is no such stage.`,
          remedy: suggestion(stage, [...others.named]),
        };
  const made = Object.keys(maker.stage.description.outputs);
  const outputs = outputsRead(input, output, made);
  if (outputs === undefined)
    return {
      place,
      rule: `${path} reads several outputs (${input.outputs.join(', ')}), not one.`,
      remedy: `Name the stage alone: "${stage}".`,
    };
  const missing = Object.values(outputs).find((name) => !made.includes(name));
  if (missing !== undefined)
    return {
      place,
      rule: `${path} needs the output ${missing}, which stage "${maker.stage.description.name}" does not make.`,
      remedy: suggestion(missing, made),
    };
  return { role, stage, each, outputs, place };
}

/** A named output stands for the one that the role reads; `*` reads whatever is named, or everything. A role that reads several takes no one of them. */
function outputsRead(
  input: InputDeclaration,
  named: string | undefined,
  made: readonly string[],
): Record<string, string> | undefined {
  const [first = '*', ...more] = input.outputs;
  if (named === undefined)
    return Object.fromEntries((first === '*' ? made : input.outputs).map((name) => [name, name]));
  return first === '*' ? { [named]: named } : more.length === 0 ? { [first]: named } : undefined;
}
