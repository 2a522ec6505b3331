import type { JsonObject } from '../artifact/json.js';
import { grouped } from '../artifact/numbers.js';
import { tableMediaType } from '../artifact/table.js';
import { decodeTable } from '../artifact/table-description.js';
import { decodeTensors, tensorsMediaType } from '../artifact/tensors.js';
import { ulpText } from '../artifact/ulp.js';
import { leafDifferences } from '../plan/differences.js';
import { differingBytes } from './difference/bytes.js';
import { differingCells, tableForms } from './difference/tables.js';
import type { Differing, DifferingValue, Place } from './difference/tally.js';
import { differingElements, tensorForms } from './difference/tensors.js';

/** An artifact with its bytes: what is compared. */
export interface Compared {
  readonly mediaType: string;
  readonly description: JsonObject;
  readonly bytes: Uint8Array;
}

/** How two artifacts differ, from the first to the second. */
export interface ArtifactDifference extends Differing {
  /** What is not values: media type, fields of the description, shapes, columns, lengths. */
  readonly forms: readonly string[];
}

/**
 * The difference of two artifacts, or undefined where there is none. Tensors are compared by element and tables by cell; what is
 * neither, is not what its media type says, or has the same values in other bytes, by byte.
 */
export function differenceOf(before: Compared, after: Compared): ArtifactDifference | undefined {
  const forms = [
    ...(before.mediaType === after.mediaType ? [] : [`media type ${before.mediaType} → ${after.mediaType}`]),
    ...leafDifferences(before.description, after.description).map(
      ({ field }) => `description: ${field} changed`,
    ),
  ];
  const bytesDiffer = Buffer.compare(before.bytes, after.bytes) !== 0;
  if (!bytesDiffer) return forms.length === 0 ? undefined : { forms, ...nothing };
  const inside = before.mediaType === after.mediaType ? insideOf(before, after) : undefined;
  const told = inside === undefined || isEmpty(inside) ? byBytes(before, after) : inside;
  return { ...told, forms: [...forms, ...told.forms] };
}

const nothing: Differing = { first: [], differing: 0, compared: 0, largestUlps: null };

function isEmpty({ forms, differing }: ArtifactDifference): boolean {
  return forms.length === 0 && differing === 0;
}

/** By what the bytes mean; undefined where that is not known. */
function insideOf(before: Compared, after: Compared): ArtifactDifference | undefined {
  try {
    if (before.mediaType === tensorsMediaType) {
      const [was, is] = [decodeTensors(before.bytes), decodeTensors(after.bytes)];
      return { forms: tensorForms(was, is), ...differingElements(was, is) };
    }
    if (before.mediaType === tableMediaType) {
      const [was, is] = [before, after].map(({ bytes, description }) =>
        decodeTable(Buffer.from(bytes), description),
      );
      if (was !== undefined && is !== undefined)
        return { forms: tableForms(was, is), ...differingCells(was, is) };
    }
  } catch {
    // Bytes that cannot be read as what they should be are still bytes.
  }
  return undefined;
}

function byBytes({ bytes: was }: Compared, { bytes: is }: Compared): ArtifactDifference {
  const forms = was.length === is.length ? [] : [`${grouped(was.length)} → ${grouped(is.length)} bytes`];
  return { forms, ...differingBytes(was, is) };
}

/** A difference on one line: `tensor W2[3, 17]  0.0312 → 0.0313 (1 ulp); 12 of 1,048,576 values differ, the most by 4 ulp`. */
export function differenceText({
  forms,
  first: [first],
  differing,
  compared,
  largestUlps,
}: ArtifactDifference): string {
  const what = first?.at.kind === 'byte' ? 'bytes' : 'values';
  const most = largestUlps === null ? '' : `, the most by ${ulpText(largestUlps)}`;
  return [
    ...(first === undefined ? [] : [valueText(first)]),
    ...(differing === 0 ? [] : [`${grouped(differing)} of ${grouped(compared)} ${what} differ${most}`]),
    ...forms,
  ].join('; ');
}

/** One differing value: `row 3, sd  0.0312 → 0.0313 (1 ulp)`. */
export function valueText({ at, before, after, ulps }: DifferingValue): string {
  return `${placeText(at)}  ${before} → ${after}${ulps === null ? '' : ` (${ulpText(ulps)})`}`;
}

function placeText(at: Place): string {
  if (at.kind === 'tensor') return `tensor ${at.tensor}[${at.index.join(', ')}]`;
  return at.kind === 'cell' ? `row ${at.row}, ${at.column}` : `byte ${grouped(at.byte)}`;
}
