import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';

const section = Type.Object(
  {
    heading: Type.String({
      title: 'Heading',
      description: 'The heading of the section.',
      default: '',
      maxLength: 200,
    }),
    text: Type.String({
      title: 'Text',
      description: 'Plain text; an empty line begins a new paragraph.',
      default: '',
      maxLength: 20_000,
    }),
    figures: Type.Array(Type.String(), {
      title: 'Figures',
      description: 'The ids of the figures of the section, in order.',
      default: [],
    }),
    sheets: Type.Boolean({
      title: 'Contact sheets',
      description: 'Whether the section shows the contact sheets of the data.',
      default: false,
    }),
    paper: Type.String({
      title: 'What the paper says',
      description: 'The claim of the paper that the section is about, in words.',
      default: '',
      maxLength: 2000,
    }),
  },
  { additionalProperties: false },
);

export const parameters = Type.Object({
  sections: Type.Array(section, {
    title: 'Sections',
    description: 'The text of the report; figures that no section names follow in a last section.',
    default: [],
    maxItems: 100,
  }),
});

export type SectionParameters = Static<typeof section>;
