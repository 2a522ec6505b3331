import type { Sharp } from 'sharp';
import { BadInput } from '../../src/stage/problem.js';
import { loadSharp } from '../../src/view/rasterise.js';
import { greyLevels, type Pixels } from './grey.js';
import type { GreyImage } from './resample.js';

/** Far more than a camera's; decoded it takes 0.4 GB. */
const mostPixels = 100_000_000;

/** A file is read whole: a larger one, whatever it is, could fill the memory. */
export const largestPhotograph = 2 ** 28;

export function tooLarge(file: string, size: number): BadInput {
  return badPhotograph(file, `it has ${size} bytes; at most ${largestPhotograph} are read.`);
}

/**
 * Decodes a JPEG or PNG file to grey levels. Only whole-number steps are left to the library (entropy decoding, integer
 * inverse cosine transform, chroma upsampling, YCbCr to RGB, turning by the EXIF orientation); embedded colour profiles are
 * not applied, since that is floating-point work. 16-bit samples keep their upper 8 bits; transparency is shown on white;
 * of an animation the first frame is taken. Throws BadInput that names the file.
 */
export async function decodePhotograph(file: string, bytes: Buffer): Promise<GreyImage> {
  if (!isJpeg(bytes) && !isPng(bytes))
    throw badPhotograph(file, 'its content is neither JPEG nor PNG, whatever its name says.');
  try {
    return await decoded(file, bytes);
  } catch (error) {
    if (error instanceof BadInput || !(error instanceof Error)) throw error;
    throw badPhotograph(file, `it cannot be decoded (${error.message.trim().replaceAll('\n', '; ')}).`);
  }
}

async function decoded(file: string, bytes: Buffer): Promise<GreyImage> {
  const sharp = await loadSharp();
  const { width, height, space } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (width * height > mostPixels)
    throw badPhotograph(file, `it is ${width} × ${height} pixels; at most ${mostPixels} in all are read.`);
  const isCmyk = space === 'cmyk';
  const options = { failOn: 'warning', ignoreIcc: true, limitInputPixels: mostPixels } as const;
  const image = sharp(bytes, options).autoOrient();
  const { data, info } = await inSpace(image, isCmyk).raw().toBuffer({ resolveWithObject: true });
  const kind = kindOf(info.channels, isCmyk);
  return { height: info.height, width: info.width, levels: greyLevels({ data, kind }) };
}

/** As it is stored: inks stay inks, and grey becomes three equal channels. */
function inSpace(image: Sharp, isCmyk: boolean): Sharp {
  return isCmyk ? image.pipelineColourspace('cmyk').toColourspace('cmyk') : image.toColourspace('srgb');
}

function kindOf(channels: number, isCmyk: boolean): Pixels['kind'] {
  if (isCmyk && channels === 4) return 'cmyk';
  if (!isCmyk && channels === 4) return 'rgba';
  if (!isCmyk && channels === 3) return 'rgb';
  throw new RangeError(`${channels} channels are not read here`);
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
}

function badPhotograph(file: string, rule: string): BadInput {
  const remedy = 'Get the file again, save it anew as JPEG or PNG, or take it out of the folder.';
  return new BadInput({ place: file, rule, remedy });
}
