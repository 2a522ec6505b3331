import { BadInput } from '../../src/stage/problem.js';
import type { PageFigure, PageSection, PageSheet } from '../../src/view/report-model.js';
import type { SectionParameters } from './declaration.js';

/**
 * The sections with their figures and contact sheets. Sheets that no section asks for come first, figures that none names last,
 * in the order of the inputs.
 */
export function sectionsOf(
  sections: readonly SectionParameters[],
  figures: readonly PageFigure[],
  sheets: readonly PageSheet[],
): PageSection[] {
  const named = new Set(sections.flatMap((section) => section.figures));
  const rest = figures.filter(({ id }) => !named.has(id));
  const plain = { paragraphs: [], paper: '', figures: [], sheets: [] };
  const asked = sections.some((section) => section.sheets);
  return [
    ...(asked || sheets.length === 0 ? [] : [{ ...plain, heading: 'The data', sheets }]),
    ...sections.map((section) => ({
      heading: section.heading,
      paragraphs: section.text.split(/\n\s*\n/).filter((part) => part.trim() !== ''),
      paper: section.paper,
      figures: section.figures.flatMap((id) => figuresNamed(id, figures)),
      sheets: section.sheets ? sheets : [],
    })),
    ...(rest.length === 0
      ? []
      : [{ ...plain, heading: sections.length === 0 ? 'Figures' : 'Other figures', figures: rest }]),
  ];
}

function figuresNamed(id: string, figures: readonly PageFigure[]): readonly PageFigure[] {
  const found = figures.filter((figure) => figure.id === id);
  if (found.length > 0) return found;
  const known = figures.map((figure) => figure.id).join(', ');
  throw new BadInput({
    place: 'report, sections',
    rule: `there is no figure ${JSON.stringify(id)}.`,
    remedy: known === '' ? 'Give the report the input figures.' : `There are ${known}.`,
  });
}
