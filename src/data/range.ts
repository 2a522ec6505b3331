import { Type } from '../stage/schema.js';

/** The parameter that says what grey levels become as network inputs. */
export const rangeParameter = Type.Unsafe<[number, number]>({
  title: 'Input range',
  description:
    'What grey levels 0 and 255 become as network inputs, and all levels between them in proportion: [0, 1] or [-1, 1]. The images are stored as grey levels either way.',
  enum: [
    [0, 1],
    [-1, 1],
  ],
  default: [0, 1],
});
