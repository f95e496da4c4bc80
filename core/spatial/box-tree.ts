/**
 * Which boxes hold a point, or lie near it: a packed R-tree in two typed arrays, built once and never changed.
 *
 * The boxes are laid in rows and columns of about equal number (sort-tile-recursive) and then packed sixteen to a
 * parent, level upon level, up to one root. A child's place follows from its parent's, so no pointers are kept.
 */
export interface BoxTree {
  /** Four numbers a node: least x, least y, greatest x, greatest y. Leaves first, then each level above, root last. */
  readonly boxes: Float64Array;
  /** Which box of the input stands at each leaf. */
  readonly order: Uint32Array;
  /** Where each level begins among the nodes, closed by the number of nodes. */
  readonly levels: readonly number[];
}

const NODE_SIZE = 16;

/**
 * Meaning: an index over boxes.
 * Formula: sort-tile-recursive packing: sort by the middle's x, cut in √(n / 16) slices, sort each by the middle's y.
 * Shape and unit: four finite numbers a box (least x, least y, greatest x, greatest y), one unit.
 * Range: a tree with each box at exactly one leaf; without boxes a tree that finds nothing.
 * Undefined: for NaN and for a least above its greatest; callers check.
 * Cost: n log n time, about 38 bytes a box.
 * Source: S. T. Leutenegger, M. A. Lopez, J. Edgington (1997), STR: A Simple and Efficient Algorithm for R-Tree
 * Packing, ICDE.
 */
export function makeBoxTree(leafBoxes: Float64Array): BoxTree {
  const count = leafBoxes.length / 4;
  const order = tileOrder(leafBoxes, count);
  const levels = levelStarts(count);
  const boxes = new Float64Array(4 * (levels.at(-1) as number));
  for (const [leaf, box] of order.entries()) {
    boxes.set(leafBoxes.subarray(4 * box, 4 * box + 4), 4 * leaf);
  }
  for (let level = 1; level < levels.length - 1; level++) packLevel(boxes, levels, level);
  return { boxes, order, levels };
}

/**
 * Meaning: calls `visit` for each input box that could hold something within `reachM()` of the point.
 * Formula: descend into every node whose box lies at most `reachM()` away (0: the box holds the point, edges included).
 * Shape and unit: x, y and the reach in the unit of the boxes; the reach is asked again at every node, so that a
 * search for the nearest narrows itself.
 * Range: every box within the reach as it was when its parent was met; no order is promised.
 * Undefined: for NaN; callers check.
 * Cost: about log n nodes a hit when boxes overlap little.
 * Source: as `makeBoxTree`; narrowing while searching is branch and bound, N. Roussopoulos, S. Kelley, F. Vincent
 * (1995), Nearest Neighbor Queries, SIGMOD.
 */
export function visitNear(
  tree: BoxTree,
  query: { readonly x: number; readonly y: number; readonly reachM: () => number },
  visit: (box: number) => void,
): void {
  const top = tree.levels.length - 2;
  if (top >= 0) visitNode(tree, { level: top, node: tree.levels[top] as number }, query, visit);
}

function visitNode(
  tree: BoxTree,
  at: { readonly level: number; readonly node: number },
  query: { readonly x: number; readonly y: number; readonly reachM: () => number },
  visit: (box: number) => void,
): void {
  if (distanceToBox(tree.boxes, at.node, query.x, query.y) > query.reachM()) return;
  if (at.level === 0) {
    visit(tree.order[at.node] as number);
    return;
  }
  const [first, end] = childrenOf(tree.levels, at.level, at.node);
  for (let node = first; node < end; node++) visitNode(tree, { level: at.level - 1, node }, query, visit);
}

/** 0 inside the box and on its edges. */
function distanceToBox(boxes: Float64Array, node: number, x: number, y: number): number {
  const dx = Math.max((boxes[4 * node] as number) - x, x - (boxes[4 * node + 2] as number), 0);
  const dy = Math.max((boxes[4 * node + 1] as number) - y, y - (boxes[4 * node + 3] as number), 0);
  return Math.sqrt(dx * dx + dy * dy);
}

function childrenOf(levels: readonly number[], level: number, node: number): [first: number, end: number] {
  const below = levels[level - 1] as number;
  const first = below + (node - (levels[level] as number)) * NODE_SIZE;
  return [first, Math.min(first + NODE_SIZE, levels[level] as number)];
}

/** [0, n, n + ⌈n/16⌉, …] up to and with the root; [0] without boxes. */
function levelStarts(count: number): number[] {
  const starts = [0];
  for (let size = count, start = 0; size > 0; size = Math.ceil(size / NODE_SIZE)) {
    start += size;
    starts.push(start);
    if (size === 1) break;
  }
  return starts;
}

function tileOrder(leafBoxes: Float64Array, count: number): Uint32Array {
  const middleX = (box: number) => (leafBoxes[4 * box] as number) + (leafBoxes[4 * box + 2] as number);
  const middleY = (box: number) => (leafBoxes[4 * box + 1] as number) + (leafBoxes[4 * box + 3] as number);
  const order = Uint32Array.from({ length: count }, (_, box) => box);
  order.sort((a, b) => middleX(a) - middleX(b));
  const slices = Math.ceil(Math.sqrt(count / NODE_SIZE));
  const perSlice = NODE_SIZE * Math.ceil(count / NODE_SIZE / slices);
  for (let start = 0; start < count; start += perSlice) {
    order.subarray(start, start + perSlice).sort((a, b) => middleY(a) - middleY(b));
  }
  return order;
}

function packLevel(boxes: Float64Array, levels: readonly number[], level: number): void {
  for (let node = levels[level] as number; node < (levels[level + 1] as number); node++) {
    const [first, end] = childrenOf(levels, level, node);
    const parent = boxes.subarray(4 * node, 4 * node + 4);
    parent.set([Infinity, Infinity, -Infinity, -Infinity]);
    for (let child = first; child < end; child++) growBox(parent, boxes.subarray(4 * child, 4 * child + 4));
  }
}

/** Widens a box so that it holds another; both are four numbers. */
export function growBox(box: Float64Array, other: Float64Array): void {
  box[0] = Math.min(box[0] as number, other[0] as number);
  box[1] = Math.min(box[1] as number, other[1] as number);
  box[2] = Math.max(box[2] as number, other[2] as number);
  box[3] = Math.max(box[3] as number, other[3] as number);
}
