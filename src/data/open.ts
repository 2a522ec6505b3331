import { decodeTensors, tensorOf } from '../artifact/tensors.js';
import type { JsonObject } from '../artifact/json.js';
import type { InputArtifact } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';
import { streamMediaType, type Examples, type ExamplesDescription } from './examples.js';
import { examplesInMemory, imagesShape } from './split.js';
import { decodeStream, streamExamples } from './stream.js';

/**
 * Labelled images from an artifact of a data stage, tensors or a stream.
 * Throws BadInput where its bytes are not what its description says.
 */
export async function openExamples(artifact: InputArtifact): Promise<Examples> {
  const bytes = await artifact.bytes();
  try {
    const description = examplesDescription(artifact.description);
    return artifact.mediaType === streamMediaType
      ? streamExamples(decodeStream(bytes.toString()), description)
      : tensorExamples(bytes, description);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    throw new BadInput({
      place: `artifact ${artifact.digest.slice(0, 12)}`,
      rule: `cannot be read as labelled images: ${error.message}`,
      remedy: 'Take the examples from a data stage, such as shapeset.',
    });
  }
}

function examplesDescription(description: JsonObject): ExamplesDescription {
  const { title, height, width, channels, classes, range } = description;
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
  const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
  if (!isText(title)) throw new RangeError('its description has no title');
  if (!isSize(height) || !isSize(width)) throw new RangeError('its description has no height and width');
  if (channels !== undefined && channels !== 3)
    throw new RangeError('its description has channels that are not the three of colour');
  if (!isList(classes) || !classes.every(isText) || classes.length < 1 || classes.length > 256)
    throw new RangeError('its description does not name 1 to 256 classes');
  const [low, high] = isList(range) ? range : [];
  if (typeof low !== 'number' || typeof high !== 'number')
    throw new RangeError('its description has no input range');
  const colour = channels === undefined ? {} : { channels: 3 as const };
  return { title, height, width, ...colour, classes, range: [low, high] };
}

function tensorExamples(bytes: Uint8Array, description: ExamplesDescription): Examples {
  const { classes } = description;
  const tensors = decodeTensors(bytes);
  const images = tensorOf(tensors, 'images', 'U8');
  const labels = tensorOf(tensors, 'labels', 'U8');
  const count = labels.data.length;
  if (labels.shape.length !== 1) throw new RangeError('labels are not [n]');
  const shape = imagesShape(count, description);
  if (images.shape.join() !== shape.join())
    throw new RangeError(`images are [${images.shape.join(', ')}], not [${shape.join(', ')}]`);
  const wrong = labels.data.findIndex((label) => label >= classes.length);
  if (wrong >= 0)
    throw new RangeError(`example ${wrong} has a label that is none of the ${classes.length} classes`);
  return examplesInMemory({ images: images.data, labels: labels.data }, description);
}
