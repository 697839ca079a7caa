import { FULL_SHAPE } from './model-config.ts';
import { DATA_TYPE, GraphBuilder } from './onnx/graph-builder.ts';
import { hashText, randomStream } from './random.ts';
import { vocabulary } from './vocabulary/vocabulary.ts';

/**
 * A graph with the inputs and the output of e5-small-v2 that only looks its tokens up: each row of
 * its table is the direction of what the token means, scaled by how much it matters. Mean pooling
 * over it compares texts by the stems and concepts that they share.
 *
 * @returns the serialised ONNX model, about 12 MB, the same bytes for the same seed
 */
export function smallGraph(seed: number, width: number = FULL_SHAPE.hidden): Uint8Array {
  const graph = new GraphBuilder();
  const { rows, weights, rowCount } = embeddingTable(seed, width);

  const ids = graph.input('input_ids', DATA_TYPE.int64, ['batch', 'sequence']);
  const mask = graph.input('attention_mask', DATA_TYPE.int64, ['batch', 'sequence']);
  const types = graph.input('token_type_ids', DATA_TYPE.int64, ['batch', 'sequence']);

  const table = graph.weights('token.rows', [rowCount, width], rows);
  const direction = graph.node('Cast', 'direction', [graph.node('Gather', 'row', [table, ids])], {
    to: DATA_TYPE.float,
  });
  const weightTable = graph.weights('token.weights', [rowCount, 1], weights);
  const weight = graph.node('Gather', 'weight', [weightTable, ids]);
  const token = graph.node('Mul', 'token', [direction, weight]);

  const typeTable = graph.weights('type.rows', [2, width], new Float32Array(2 * width));
  const typed = graph.node('Add', 'typed', [
    token,
    graph.node('Gather', 'type', [typeTable, types]),
  ]);

  const axes = graph.weights('axes', [1], BigInt64Array.of(2n));
  const kept = graph.node('Cast', 'kept', [graph.node('Unsqueeze', 'mask', [mask, axes])], {
    to: DATA_TYPE.float,
  });
  graph.node('Mul', 'last_hidden_state', [typed, kept]);
  graph.output('last_hidden_state', DATA_TYPE.float, ['batch', 'sequence', width]);
  return graph.encode('small');
}

/** Directions as int8, and for each the factor that makes it a vector as long as its weight. */
function embeddingTable(
  seed: number,
  width: number,
): {
  rows: Int8Array;
  weights: Float32Array;
  rowCount: number;
} {
  const tokens = vocabulary();
  const rows = new Int8Array(tokens.length * width);
  const weights = new Float32Array(tokens.length);
  for (const [id, token] of tokens.entries()) {
    if (token.weight === 0) continue;
    const row = rows.subarray(id * width, (id + 1) * width);
    let squares = 0;
    const direction = sumOfDirections(token.features, seed, width);
    const largest = direction.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [index, value] of direction.entries()) {
      const step = Math.round((value / largest) * 127);
      row[index] = step;
      squares += step * step;
    }
    weights[id] = token.weight / Math.sqrt(squares);
  }
  return { rows, weights, rowCount: tokens.length };
}

/** In 384 dimensions two random directions have a cosine of 0 ± 0.05, so features stay apart. */
function sumOfDirections(features: readonly string[], seed: number, width: number): Float32Array {
  const sum = new Float32Array(width);
  for (const feature of features) {
    const next = randomStream(hashText(feature) ^ seed);
    for (let index = 0; index < width; index += 1) sum[index]! += next() - 0.5;
  }
  return sum;
}
