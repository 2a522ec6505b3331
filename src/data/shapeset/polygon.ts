import type { Polygon } from './outline.js';
import { imageSize } from './shape.js';

const firstColumns = new Int32Array(imageSize);
const endColumns = new Int32Array(imageSize);

/**
 * Step 11: paints the pixels whose centres are inside a convex polygon that lies in the image, without anti-aliasing.
 * A centre exactly on an edge is inside on a left edge or a horizontal top edge, outside on a right edge or a horizontal
 * bottom edge (the top-left rule). `image` is [32][32], rows from the top, from `offset` on.
 */
export function fillPolygon(image: Uint8Array, offset: number, polygon: Polygon, grey: number): void {
  firstColumns.fill(0);
  endColumns.fill(0);
  const { corners, x, y } = polygon;
  for (let corner = 0, last = corners - 1; corner < corners; last = corner, corner += 1)
    traceEdge(x[last] ?? 0, y[last] ?? 0, x[corner] ?? 0, y[corner] ?? 0);
  for (let row = 0; row < imageSize; row += 1) {
    const from = offset + row * imageSize;
    const end = from + (endColumns[row] ?? 0);
    for (let pixel = from + (firstColumns[row] ?? 0); pixel < end; pixel += 1) image[pixel] = grey;
  }
}

/** In corner order, edges on the right go down (y grows) and edges on the left go up. */
function traceEdge(fromX: number, fromY: number, toX: number, toY: number): void {
  if (fromY < toY) traceColumns(endColumns, fromX, fromY, toX, toY);
  else if (fromY > toY) traceColumns(firstColumns, toX, toY, fromX, fromY);
}

/** For each row whose centre lies in [topY, bottomY): the first column whose centre is not left of the edge. */
function traceColumns(
  columns: Int32Array,
  topX: number,
  topY: number,
  bottomX: number,
  bottomY: number,
): void {
  const slope = (bottomX - topX) / (bottomY - topY);
  const end = Math.ceil(bottomY - 0.5);
  for (let row = Math.ceil(topY - 0.5); row < end; row += 1)
    columns[row] = Math.ceil(topX + (row + 0.5 - topY) * slope - 0.5);
}
