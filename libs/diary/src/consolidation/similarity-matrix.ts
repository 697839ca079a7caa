/** Digits of a similarity that count: what is stored has eleven bits, sums of it a little noise. */
const PRECISION = 1e6;

/** Similarities of every two of `count` vectors: row by row, each row `stride` long. */
export interface SimilarityMatrix {
  readonly values: Float32Array;
  readonly stride: number;
  readonly count: number;
}

/**
 * Dot products of unit vectors of `dimensions` numbers, which are their cosines, rounded to six
 * digits so that a text and its copy are 1 and not a little less. Two rows by four columns at a
 * time: a number that is loaded is used as often as the registers allow, which is twice as fast.
 */
export function similarityMatrix(
  vectors: readonly Float32Array[],
  dimensions: number,
): SimilarityMatrix {
  const count = vectors.length;
  // Rows of zeros fill the last tile.
  const stride = Math.ceil(count / 4) * 4;
  const packed = new Float32Array(stride * dimensions);
  for (const [row, vector] of vectors.entries()) packed.set(vector, row * dimensions);
  const values = new Float32Array(stride * stride);
  for (let row = 0; row < stride; row += 2) {
    for (let column = row & ~3; column < stride; column += 4) {
      multiplyTile(packed, dimensions, values, stride, row, column);
    }
  }
  for (let row = 0; row < count; row += 1) {
    values[row * stride + row] = 1;
    for (let column = row + 1; column < count; column += 1) {
      const dot = values[row * stride + column] ?? 0;
      const similarity = Math.min(1, Math.round(dot * PRECISION) / PRECISION);
      values[row * stride + column] = similarity;
      values[column * stride + row] = similarity;
    }
  }
  return { values, stride, count };
}

function multiplyTile(
  packed: Float32Array,
  dimensions: number,
  values: Float32Array,
  stride: number,
  row: number,
  column: number,
): void {
  const a = row * dimensions;
  const b = a + dimensions;
  const p = column * dimensions;
  const q = p + dimensions;
  const r = q + dimensions;
  const s = r + dimensions;
  let ap = 0;
  let aq = 0;
  let ar = 0;
  let as = 0;
  let bp = 0;
  let bq = 0;
  let br = 0;
  let bs = 0;
  for (let at = 0; at < dimensions; at += 1) {
    const x = packed[a + at]!;
    const y = packed[b + at]!;
    const i = packed[p + at]!;
    const j = packed[q + at]!;
    const k = packed[r + at]!;
    const l = packed[s + at]!;
    ap += x * i;
    aq += x * j;
    ar += x * k;
    as += x * l;
    bp += y * i;
    bq += y * j;
    br += y * k;
    bs += y * l;
  }
  const upper = row * stride + column;
  const lower = upper + stride;
  values[upper] = ap;
  values[upper + 1] = aq;
  values[upper + 2] = ar;
  values[upper + 3] = as;
  values[lower] = bp;
  values[lower + 1] = bq;
  values[lower + 2] = br;
  values[lower + 3] = bs;
}
