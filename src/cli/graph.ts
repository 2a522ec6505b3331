import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Plan } from '../plan/recipe.js';
import { statesOf } from '../plan/state.js';
import { BadInput } from '../stage/problem.js';
import { mermaidText } from '../view/task-graph/mermaid.js';
import { taskGraphSvg } from '../view/task-graph/svg.js';
import { jsonLines } from './json-lines.js';
import { taskGraph } from './task-graph.js';
import { open, pipelineCommand, type PipelineOptions } from './pipeline.js';

interface Options extends PipelineOptions {
  readonly svg?: string;
  readonly cells?: boolean;
}

export function addGraph(program: Command): void {
  pipelineCommand(program, 'graph')
    .description('draw what a pipeline does and what of it is made: as Mermaid text, or as SVG')
    .option('--svg <file>', 'write an SVG file')
    .option('--cells', 'a node for each cell of the matrix, where else a stage has one')
    .addHelpText('after', '\nExample: samebits graph pipelines/quickstart.json --svg quickstart.svg')
    .action(async (file: string, { svg, cells = false, ...options }: Options) => {
      const { plan, store } = await open(file, options);
      const graph = taskGraph(plan, await statesOf(plan, store), cells);
      if (svg !== undefined) await put(svg, await taskGraphSvg(graph));
      if (options.json) console.log(eventLines(plan, svg, graph));
      else if (svg === undefined) process.stdout.write(mermaidText(graph));
    });
}

/** Throws BadInput where the file cannot be written. */
async function put(file: string, drawing: string): Promise<void> {
  try {
    await writeFile(file, drawing);
  } catch (error) {
    throw new BadInput({
      place: `--svg ${file}`,
      rule: `this file cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Name a file in a folder that is there.',
    });
  }
}

function eventLines(
  plan: Plan,
  svg: string | undefined,
  { nodes, edges }: ReturnType<typeof taskGraph>,
): string {
  const lines = [
    ...nodes.map((node, index) => ({ event: 'node', index, ...node })),
    ...edges.map(([from, to]) => ({ event: 'edge', from, to })),
    { event: 'finished', exitCode: 0, pipeline: plan.graph.pipeline.name, svg },
  ];
  return jsonLines(lines);
}
