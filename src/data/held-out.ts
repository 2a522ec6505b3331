import { Type } from '../stage/schema.js';
import { BadInput } from '../stage/problem.js';
import type { LabelledImages, Split } from './split.js';

/** The parameter that says how many of the training examples are for validation; `of` is where they come from. */
export function heldOutParameter(of: string) {
  return Type.Integer({
    title: 'Validation examples',
    description: `How many examples at the end of ${of} are kept for validation.`,
    minimum: 1,
    maximum: 2 ** 32 - 1,
    default: 10000,
  });
}

/** The last `validation` examples are for validation, those before them to train on. Throws BadInput where none are left. */
export function withHeldOut(
  stage: string,
  { images, labels }: LabelledImages,
  validation: number,
): Pick<Split, 'train' | 'validation'> {
  const train = labels.length - validation;
  if (train < 1) throw nothingToTrainOn(stage, validation, labels.length);
  const border = train * (images.length / labels.length);
  return {
    train: { images: images.subarray(0, border), labels: labels.subarray(0, train) },
    validation: { images: images.subarray(border), labels: labels.subarray(train) },
  };
}

function nothingToTrainOn(stage: string, validation: number, count: number): BadInput {
  return new BadInput({
    place: `${stage}, parameter validation`,
    rule: `${validation} of ${count} training examples for validation leave none to train on.`,
    remedy: `Set it to less than ${count}.`,
  });
}
