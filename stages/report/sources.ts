import type { Json } from '../../src/artifact/json.js';
import { tableMediaType } from '../../src/artifact/table.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import { cellWords } from '../../src/stage/cell.js';
import { artifactOf, type Input, type StageContext } from '../../src/stage/contract.js';
import type { PageFigure, PageSheet, PageSource, PageTable } from '../../src/view/report-model.js';

export function figuresOf(inputs: readonly Input[]): Promise<PageFigure[]> {
  return Promise.all(
    inputs.map(async (input) => {
      const artifact = artifactOf(input, 'svg');
      const { description, digest } = artifact;
      return {
        id: textOf(description.id),
        caption: textOf(description.caption),
        summary: textOf(description.summary),
        svg: (await artifact.bytes()).toString('utf8'),
        digest,
      };
    }),
  );
}

export function sheetsOf(inputs: readonly Input[]): Promise<PageSheet[]> {
  return Promise.all(
    inputs.map(async (input) => {
      const artifact = artifactOf(input, 'sheet');
      return {
        title: textOf(artifact.description.title),
        png: await artifact.bytes(),
        digest: artifact.digest,
      };
    }),
  );
}

export function tablesOf(inputs: readonly Input[]): Promise<PageTable[]> {
  const tables = inputs.flatMap(({ cell, artifacts }) =>
    Object.values(artifacts)
      .filter(({ mediaType }) => mediaType === tableMediaType)
      .map((artifact) => ({ cell: cellWords(cell), artifact })),
  );
  return Promise.all(
    tables.map(async ({ cell, artifact }) => ({
      cell,
      digest: artifact.digest,
      table: decodeTable(await artifact.bytes(), artifact.description),
    })),
  );
}

/** Every artifact read, once, in the order of the inputs. */
export function sourcesOf(inputs: StageContext['inputs']): PageSource[] {
  const all = Object.entries(inputs).flatMap(([role, list]) =>
    list.flatMap(({ cell, artifacts }) =>
      Object.entries(artifacts).map(([output, { digest }]) => ({
        role,
        cell: cellWords(cell),
        output,
        digest,
      })),
    ),
  );
  return [...new Map(all.toReversed().map((source) => [source.digest, source])).values()].toReversed();
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
