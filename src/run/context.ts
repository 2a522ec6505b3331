import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Input, InputArtifact, Observer, Progress, StageContext } from '../stage/contract.js';
import type { Artifact } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { InputSpec, TaskSpec } from './messages.js';

/** What a running task does to the world around it. */
export interface Effects {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  readonly threads: () => number;
  readonly servedBy: (facts: JsonObject) => void;
  written(output: string, artifact: Artifact): void;
}

/** A stage's view of its task: verified inputs, outputs that go to the store. */
export function contextOf(
  spec: TaskSpec,
  store: Store,
  effects: Effects,
  observers: readonly Observer[],
): StageContext {
  return {
    // Checked against the stage's schema when the pipeline was planned.
    parameters: spec.parameters as StageContext['parameters'],
    inputs: inputsOf(spec.inputs, store),
    files: new Map(spec.files.map(({ name, path }) => [name, path])),
    pipeline: spec.pipeline,
    code: spec.code,
    memo: store.memo,
    signal: effects.signal,
    observers,
    threads: effects.threads,
    servedBy: effects.servedBy,
    ...(spec.chain === null ? {} : { chain: store.chain(spec.chain) }),
    progress: (progress) => {
      effects.progress(progress);
    },
    async write(output, content, description = {}) {
      const { digest, bytes } = await put(
        typeof content === 'string' ? Buffer.from(content) : content,
        store,
      );
      effects.written(output, { digest, mediaType: '', bytes, description });
    },
    async reuse(output, digest, description = {}) {
      if (!(await store.objects.holds(digest))) return false;
      const { size: bytes } = await stat(store.objects.file(digest));
      effects.written(output, { digest, mediaType: '', bytes, description });
      return true;
    },
    async unfinished(digest) {
      const folder = join(store.root, 'tmp');
      await mkdir(folder, { recursive: true });
      return join(folder, `${digest}.part`);
    },
  };
}

/** The view of a task that does not run but is asked about: it tells nothing, and nobody stops it. */
export function silentContext(spec: TaskSpec, store: Store): StageContext {
  const { signal } = new AbortController();
  return contextOf(spec, store, silent({ signal, threads: () => 1 }), []);
}

/** Effects of which nobody hears. */
export function silent(told: Pick<Effects, 'signal' | 'threads'>): Effects {
  const unheard = () => undefined;
  return { ...told, progress: unheard, servedBy: unheard, written: unheard };
}

/** Puts what a stage wrote into the store; bytes that come in pieces are counted on the way. */
async function put(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  { objects }: Store,
): Promise<{ readonly digest: Digest; readonly bytes: number }> {
  if (content instanceof Uint8Array) return { digest: await objects.put(content), bytes: content.byteLength };
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of content) {
      bytes += piece.byteLength;
      yield piece;
    }
  };
  return { digest: await objects.put(counted()), bytes };
}

function inputsOf(specs: readonly InputSpec[], store: Store): Readonly<Record<string, readonly Input[]>> {
  const inputs: Record<string, Input[]> = {};
  for (const { role, cell, artifacts, chain } of specs) {
    const input: Input = {
      cell,
      artifacts: inputArtifacts(artifacts, store),
      ...(chain === null ? {} : { chain: store.chain(chain) }),
    };
    (inputs[role] ??= []).push(input);
  }
  return inputs;
}

/** Artifacts as a stage reads them. */
export function inputArtifacts(
  artifacts: Readonly<Record<string, Artifact>>,
  store: Store,
): Input['artifacts'] {
  const read = Object.entries(artifacts).map(
    ([name, artifact]) => [name, inputArtifact(artifact, store)] as const,
  );
  return Object.fromEntries(read);
}

function inputArtifact({ digest, mediaType, description }: Artifact, store: Store): InputArtifact {
  return { digest, mediaType, description, bytes: () => store.objects.read(digest) };
}
