import { join, resolve } from 'node:path';
import type { Static, TObject } from 'typebox';
import { Value } from 'typebox/value';
import type { Digest } from '../../src/artifact/digest.js';
import { digestOf, sameJson } from '../../src/artifact/digest.js';
import type { Json, JsonObject } from '../../src/artifact/json.js';
import type {
  Chain,
  Input,
  InputArtifact,
  Memo,
  Observer,
  Progress,
  StageContext,
  StageDeclaration,
  StageResult,
  StageRun,
} from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';

/** What a stage wrote under one output's name. */
export interface WrittenArtifact {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly description: JsonObject;
}

export interface RanStage {
  readonly outputs: Readonly<Record<string, WrittenArtifact>>;
  readonly progress: readonly Progress[];
  /** What it said of what did the work. */
  readonly served: JsonObject;
  readonly result: StageResult;
}

export interface StageSetting<Parameters extends TObject> {
  /** What the test says; the schema's defaults fill in the rest. */
  readonly parameters?: Partial<Static<Parameters>>;
  /** Artifacts by role: one stage, or a list of cells. */
  readonly inputs?: Readonly<Record<string, Input | readonly Input[]>>;
  readonly pipeline?: JsonObject;
  readonly signal?: AbortSignal;
  /** How many cores the stage is told to use: one where it is not said. */
  readonly threads?: number;
  readonly memo?: Memo;
  readonly chain?: Chain;
  readonly observers?: readonly Observer[];
}

/**
 * Runs a stage as plan and executor do, but with everything in memory: parameters are completed and checked by the stage's
 * schema and its own `check`, its files are listed by its own `list`, and what it writes is held to what it declares.
 */
export async function runStage<Parameters extends TObject>(
  declaration: StageDeclaration<Parameters>,
  run: StageRun<StageDeclaration<Parameters>>,
  setting: StageSetting<Parameters> = {},
): Promise<RanStage> {
  const outputs: Record<string, WrittenArtifact> = {};
  const progress: Progress[] = [];
  const served: Record<string, Json> = {};
  const complete = completeParameters(declaration.parameters, setting.parameters ?? {});
  const parameters = declaration.normalised?.(complete) ?? complete;
  const inputs = listsOf(setting.inputs ?? {});
  refuse(declaration.check?.({ parameters, inputs, matrix: {} }) ?? []);
  const context: StageContext<StageDeclaration<Parameters>> = {
    parameters,
    inputs,
    files: await listedFiles(declaration, parameters),
    pipeline: setting.pipeline ?? {},
    code: digestOf(declaration.name),
    write: async (output, content, description = {}) => {
      outputs[output] = written(declaration, outputs, output, await bytesOf(content), description);
    },
    reuse: () => Promise.resolve(false),
    unfinished: () => Promise.reject(new Error('nothing is kept between runs in memory')),
    progress: (step) => void progress.push(step),
    threads: () => setting.threads ?? 1,
    servedBy: (facts) => void Object.assign(served, facts),
    signal: setting.signal ?? new AbortController().signal,
    memo: setting.memo ?? memoInMemory(),
    ...(setting.chain === undefined ? {} : { chain: setting.chain }),
    observers: setting.observers ?? [],
  };
  const result = (await run(context)) ?? {};
  for (const [name, { description }] of Object.entries(outputs))
    holdTo(declaration.outputs[name]?.known?.(parameters, inputs) ?? {}, description, name);
  return { outputs, progress, served, result };
}

/** What a stage declares to be known of an output is what it wrote. */
function holdTo(known: JsonObject, written: JsonObject, name: string): void {
  for (const [member, value] of Object.entries(known))
    if (!sameJson(value, written[member]))
      throw new Error(
        `${name} is declared with ${member} ${JSON.stringify(value)}, and has ${JSON.stringify(written[member])}`,
      );
}

/** A stage's outputs as the input of the next. */
export function inputOf(outputs: Readonly<Record<string, WrittenArtifact>>, cell: JsonObject = {}): Input {
  const artifacts = Object.entries(outputs).map(([name, output]) => [name, inputArtifact(output)] as const);
  return { cell, artifacts: Object.fromEntries(artifacts) };
}

export function inputArtifact({ bytes, mediaType, description }: WrittenArtifact): InputArtifact {
  return { digest: digestOf(bytes), mediaType, description, bytes: () => Promise.resolve(bytes) };
}

/** The artifact of that name, or an error that says what was written instead. */
export function outputOf({ outputs }: RanStage, name: string): WrittenArtifact {
  const output = outputs[name];
  if (output === undefined) throw new Error(`no output ${name}, only ${Object.keys(outputs).join(', ')}`);
  return output;
}

export function memoInMemory(): Memo {
  const values = new Map<Digest, Json>();
  return {
    recall: (key) => Promise.resolve(values.get(key)),
    remember: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

function completeParameters<Parameters extends TObject>(
  schema: Parameters,
  given: Partial<Static<Parameters>>,
): Static<Parameters> {
  const complete: unknown = Value.Default(schema, structuredClone(given));
  if (!Value.Check(schema, complete)) {
    const problems = Value.Errors(schema, complete).map((e) => `${e.instancePath} ${e.message}`);
    throw new TypeError(`parameters do not fit the schema: ${problems.join('; ')}`);
  }
  return complete;
}

function listsOf(inputs: Readonly<Record<string, Input | readonly Input[]>>): StageContext['inputs'] {
  const isList = (input: Input | readonly Input[]): input is readonly Input[] => Array.isArray(input);
  const lists = Object.entries(inputs).map(
    ([role, input]) => [role, isList(input) ? input : [input]] as const,
  );
  return Object.fromEntries(lists);
}

async function listedFiles(
  { files }: StageDeclaration,
  parameters: unknown,
): Promise<ReadonlyMap<string, string>> {
  if (files === undefined) return new Map();
  // The schema that `parameters` was checked against is an object's.
  const folder = (parameters as Readonly<Record<string, unknown>>)[files.parameter];
  if (typeof folder !== 'string') throw new TypeError(`parameter ${files.parameter} is not a path`);
  const names = await files.list(resolve(folder), () => undefined);
  return new Map(names.map((name) => [name, join(resolve(folder), name)]));
}

function written(
  declaration: StageDeclaration,
  sofar: Readonly<Record<string, WrittenArtifact>>,
  output: string,
  bytes: Buffer,
  description: JsonObject,
): WrittenArtifact {
  const declared = declaration.outputs[output];
  if (declared === undefined)
    throw new Error(`stage ${declaration.name} does not declare an output ${output}`);
  if (output in sofar) throw new Error(`output ${output} was written twice`);
  return { bytes, mediaType: declared.mediaType, description };
}

async function bytesOf(content: Parameters<StageContext['write']>[1]): Promise<Buffer> {
  if (typeof content === 'string' || content instanceof Uint8Array) return Buffer.from(content);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
