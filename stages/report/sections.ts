import type { PageFigure, PageSection, PageSheet } from '../../src/view/report-model.js';
import type { SectionParameters } from './parameters.js';

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
      figures: section.figures.flatMap((id) => figures.filter((figure) => figure.id === id)),
      sheets: section.sheets ? sheets : [],
    })),
    ...(rest.length === 0
      ? []
      : [{ ...plain, heading: sections.length === 0 ? 'Figures' : 'Other figures', figures: rest }]),
  ];
}
