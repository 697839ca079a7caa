import { FULL_SHAPE } from './model-config.ts';
import { DATA_TYPE, GraphBuilder } from './onnx/graph-builder.ts';
import { randomStream } from './random.ts';
import { VOCABULARY_SIZE } from './vocabulary/vocabulary.ts';

const { layers, hidden, heads, intermediate, positions } = FULL_SHAPE;
const HEAD_WIDTH = hidden / heads;

/** onnxruntime's quantiser with `reduce_range` keeps weights in 7 bits, as e5-small-v2 was exported. */
const WEIGHT_RANGE = 64;

/**
 * The graph of e5-small-v2 with random weights: 12 layers of BERT as its exporter writes them,
 * after onnxruntime's dynamic quantiser (int8 weights with a scale for each column, activations
 * quantised at run time, everything between in float). Latency and memory do not depend on what
 * the weights are, so it stands in for the real model in a benchmark, and only there.
 *
 * @returns the serialised ONNX model, about 33 MB, the same bytes for the same seed
 */
export function fullShapeGraph(seed: number): Uint8Array {
  const graph = new GraphBuilder();
  const random = randomStream(seed);

  const ids = graph.input('input_ids', DATA_TYPE.int64, ['batch', 'sequence']);
  const mask = graph.input('attention_mask', DATA_TYPE.int64, ['batch', 'sequence']);
  const types = graph.input('token_type_ids', DATA_TYPE.int64, ['batch', 'sequence']);

  const bias = attentionBias(graph, mask);
  let state = embeddings(graph, random, ids, types);
  for (let layer = 0; layer < layers; layer += 1) {
    const name = `layer.${layer}`;
    const attended = attention(graph, random, `${name}.attention`, state, bias);
    const middle = layerNorm(graph, `${name}.attention.norm`, [attended, state]);
    const expanded = gelu(
      graph,
      `${name}.gelu`,
      linear(graph, random, `${name}.up`, quantise(graph, middle), hidden, intermediate),
    );
    const shrunk = linear(
      graph,
      random,
      `${name}.down`,
      quantise(graph, expanded),
      intermediate,
      hidden,
    );
    state = layerNorm(graph, `${name}.norm`, [shrunk, middle]);
  }
  graph.node('Identity', 'last_hidden_state', [state]);
  graph.output('last_hidden_state', DATA_TYPE.float, ['batch', 'sequence', hidden]);
  return graph.encode('full-shape');
}

function embeddings(graph: GraphBuilder, random: () => number, ids: string, types: string): string {
  const zero = graph.weights('zero', [], BigInt64Array.of(0n));
  const one = graph.weights('one', [], BigInt64Array.of(1n));
  const length = graph.node('Gather', 'length', [graph.node('Shape', 'shape', [ids]), one]);
  const position = graph.node('Range', 'position', [zero, length, one]);

  const words = lookup(graph, random, 'embedding.word', VOCABULARY_SIZE, ids);
  const segments = lookup(graph, random, 'embedding.type', 2, types);
  const places = lookup(graph, random, 'embedding.position', positions, position);
  const typed = graph.node('Add', 'embedding.typed', [words, segments]);
  return layerNorm(graph, 'embedding.norm', [typed, places]);
}

/** A quantised embedding table: Gather of int8 rows, then DequantizeLinear. */
function lookup(
  graph: GraphBuilder,
  random: () => number,
  name: string,
  rowCount: number,
  ids: string,
): string {
  const rows = graph.weights(
    `${name}.rows`,
    [rowCount, hidden],
    randomWeights(random, rowCount * hidden),
  );
  return graph.node('DequantizeLinear', name, [
    graph.node('Gather', `${name}.quantised`, [rows, ids]),
    graph.scalar('embedding.scale', 0.001),
    graph.weights('embedding.zero', [], Int8Array.of(0)),
  ]);
}

/** 0 where a token is, float's lowest where padding is, shaped [batch, 1, 1, sequence]. */
function attentionBias(graph: GraphBuilder, mask: string): string {
  const axes = graph.weights('mask.axes', [2], BigInt64Array.of(1n, 2n));
  const kept = graph.node('Cast', 'mask.kept', [graph.node('Unsqueeze', 'mask', [mask, axes])], {
    to: DATA_TYPE.float,
  });
  const padded = graph.node('Sub', 'mask.padded', [graph.scalar('float.one', 1), kept]);
  return graph.node('Mul', 'mask.bias', [
    padded,
    graph.scalar('float.lowest', -3.4028234663852886e38),
  ]);
}

function attention(
  graph: GraphBuilder,
  random: () => number,
  name: string,
  state: string,
  bias: string,
): string {
  const quantised = quantise(graph, state);
  const split = graph.weights(
    'heads',
    [4],
    BigInt64Array.of(0n, 0n, BigInt(heads), BigInt(HEAD_WIDTH)),
  );
  const head = (part: string, perm: readonly number[]): string => {
    const projected = linear(graph, random, `${name}.${part}`, quantised, hidden, hidden);
    const shaped = graph.node('Reshape', `${name}.${part}.heads`, [projected, split]);
    return graph.node('Transpose', `${name}.${part}.turned`, [shaped], { perm });
  };
  const query = head('query', [0, 2, 1, 3]);
  const key = head('key', [0, 2, 3, 1]);
  const value = head('value', [0, 2, 1, 3]);

  const products = graph.node('MatMul', `${name}.products`, [query, key]);
  const scaled = graph.node('Div', `${name}.scaled`, [
    products,
    graph.scalar('head.root', Math.sqrt(HEAD_WIDTH)),
  ]);
  const masked = graph.node('Add', `${name}.masked`, [scaled, bias]);
  const shares = graph.node('Softmax', `${name}.shares`, [masked], { axis: -1 });
  const mixed = graph.node('MatMul', `${name}.mixed`, [shares, value]);
  const turned = graph.node('Transpose', `${name}.turned`, [mixed], { perm: [0, 2, 1, 3] });
  const joined = graph.node('Reshape', `${name}.joined`, [
    turned,
    graph.weights('hidden', [3], BigInt64Array.of(0n, 0n, BigInt(hidden))),
  ]);
  return linear(graph, random, `${name}.out`, quantise(graph, joined), hidden, hidden);
}

/** An activation in int8 with the scale and zero point that it got at run time. */
interface Quantised {
  readonly values: string;
  readonly scale: string;
  readonly zero: string;
}

function quantise(graph: GraphBuilder, input: string): Quantised {
  const quantised = {
    values: `${input}.quantised`,
    scale: `${input}.scale`,
    zero: `${input}.zero`,
  };
  graph.nodeWithOutputs(
    'DynamicQuantizeLinear',
    `${input}.quantise`,
    [input],
    [quantised.values, quantised.scale, quantised.zero],
  );
  return quantised;
}

/** MatMulInteger → Cast → Mul by both scales → Add bias: the quantiser's form of a dense layer. */
function linear(
  graph: GraphBuilder,
  random: () => number,
  name: string,
  input: Quantised,
  rows: number,
  columns: number,
): string {
  const weights = graph.weights(
    `${name}.weight`,
    [rows, columns],
    randomWeights(random, rows * columns),
  );
  const zeros = graph.weights(`${name}.weight.zero`, [columns], new Int8Array(columns));
  const scale = graph.weights(
    `${name}.weight.scale`,
    [columns],
    new Float32Array(columns).fill(1 / (WEIGHT_RANGE * Math.sqrt(rows))),
  );
  const bias = graph.weights(`${name}.bias`, [columns], new Float32Array(columns));
  const product = graph.node('MatMulInteger', `${name}.integer`, [
    input.values,
    weights,
    input.zero,
    zeros,
  ]);
  const float = graph.node('Cast', `${name}.float`, [product], { to: DATA_TYPE.float });
  const scales = graph.node('Mul', `${name}.scales`, [input.scale, scale]);
  const scaled = graph.node('Mul', `${name}.scaled`, [float, scales]);
  return graph.node('Add', name, [bias, scaled]);
}

/** The norm of the sum of two values, spelt out as the exporter of opset 13 does; the runtime fuses it. */
function layerNorm(graph: GraphBuilder, name: string, [left, right]: [string, string]): string {
  const sum = graph.node('Add', `${name}.sum`, [left, right]);
  const mean = graph.node('ReduceMean', `${name}.mean`, [sum], { axes: [-1] });
  const centred = graph.node('Sub', `${name}.centred`, [sum, mean]);
  const squares = graph.node('Pow', `${name}.squares`, [centred, graph.scalar('float.two', 2)]);
  const variance = graph.node('ReduceMean', `${name}.variance`, [squares], { axes: [-1] });
  const safe = graph.node('Add', `${name}.safe`, [variance, graph.scalar('float.epsilon', 1e-12)]);
  const deviation = graph.node('Sqrt', `${name}.deviation`, [safe]);
  const unit = graph.node('Div', `${name}.unit`, [centred, deviation]);
  const gamma = graph.weights(`${name}.gamma`, [hidden], new Float32Array(hidden).fill(1));
  const scaled = graph.node('Mul', `${name}.scaled`, [unit, gamma]);
  const beta = graph.weights(`${name}.beta`, [hidden], new Float32Array(hidden));
  return graph.node('Add', name, [scaled, beta]);
}

function gelu(graph: GraphBuilder, name: string, input: string): string {
  const divided = graph.node('Div', `${name}.divided`, [
    input,
    graph.scalar('float.root2', Math.SQRT2),
  ]);
  const erf = graph.node('Erf', `${name}.erf`, [divided]);
  const shifted = graph.node('Add', `${name}.shifted`, [erf, graph.scalar('float.one', 1)]);
  const product = graph.node('Mul', `${name}.product`, [input, shifted]);
  return graph.node('Mul', name, [product, graph.scalar('float.half', 0.5)]);
}

function randomWeights(random: () => number, count: number): Int8Array {
  const values = new Int8Array(count);
  for (let index = 0; index < count; index += 1) {
    values[index] = Math.floor(random() * 2 * WEIGHT_RANGE) - WEIGHT_RANGE;
  }
  return values;
}
