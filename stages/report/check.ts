import { tableMediaType } from '../../src/artifact/table.js';
import type { Asked, KnownInputs, Mistake } from '../../src/stage/contract.js';
import { suggestion } from '../../src/stage/nearest.js';
import type { parameters as schema, SectionParameters } from './parameters.js';

/** What is wrong with what a report is to show. Asked before anything runs, and again with what was made. */
export function reportMistakes({ parameters, inputs }: Asked<typeof schema>): readonly Mistake[] {
  return [...tablesMistakes(inputs), ...figuresMistakes(parameters.sections, inputs)];
}

function tablesMistakes({ tables = [] }: KnownInputs): readonly Mistake[] {
  const without = tables
    .map(({ artifacts }) => Object.values(artifacts).map(({ mediaType }) => mediaType))
    .find((types) => !types.includes(tableMediaType));
  if (without === undefined) return [];
  return [
    {
      at: { input: 'tables' },
      rule: `names an output that is ${without.join(', ') || 'nothing'}, not a table.`,
      remedy: 'Pictures of data go to the input sheets, figures to figures.',
    },
  ];
}

function figuresMistakes(
  sections: readonly SectionParameters[],
  { figures = [] }: KnownInputs,
): readonly Mistake[] {
  const ids = figures.map(({ artifacts }) => artifacts.svg?.description.id);
  const known = [...new Set(ids.filter((id) => typeof id === 'string'))];
  // A drawing of a project's own stage says its id only when it is made.
  if (ids.includes(undefined)) return [];
  return sections.flatMap((section, index) =>
    section.figures.flatMap((id, position) =>
      known.includes(id)
        ? []
        : [
            {
              at: { parameter: ['sections', index, 'figures', position] },
              rule: `is "${id}", which is the id of no figure of the report.`,
              remedy: known.length === 0 ? 'Give the report the input figures.' : suggestion(id, known),
            },
          ],
    ),
  );
}
