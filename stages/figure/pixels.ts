/** Drawing at places given in px from the upper left corner: what the legend and surfaces are made of. */

/** Scales under which a view of this size has such places. */
export function pixelScales(width: number, height: number): { readonly x: object; readonly y: object } {
  const pixels = (size: number, reverse: boolean): object => ({
    type: 'quantitative',
    scale: { domain: [0, size], nice: false, zero: false, reverse },
    axis: null,
  });
  return { x: pixels(width, false), y: pixels(height, true) };
}

/** A mark at each of these places; `encoding` says what else of them it shows. */
export function markAt(mark: object, places: readonly object[], encoding: object = {}): object {
  return { data: { values: places }, mark, encoding: { x: { field: 'x' }, y: { field: 'y' }, ...encoding } };
}

/** The encoding of marks that go from one place to another. */
export const toSecondPlace = { x2: { field: 'x2' }, y2: { field: 'y2' } };
