import { encodeModel } from './schema.ts';

/** ONNX's TensorProto.DataType. */
export const DATA_TYPE = { float: 1, int8: 3, int64: 7 } as const;

/** ONNX's AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { int: 2, ints: 7 } as const;

const OPSET = 13;
const IR_VERSION = 8;

/** The shape of a value: a number is fixed, a name is free at run time. */
type Shape = readonly (number | string)[];

/** A weight that the graph holds. */
type Weights = Float32Array | Int8Array | BigInt64Array;

/** Collects nodes and weights in order, then serialises them as one ONNX model. */
export class GraphBuilder {
  readonly #nodes: object[] = [];
  readonly #initializers = new Map<string, object>();
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];

  input(name: string, elementType: number, shape: Shape): string {
    this.#inputs.push(valueInfo(name, elementType, shape));
    return name;
  }

  output(name: string, elementType: number, shape: Shape): void {
    this.#outputs.push(valueInfo(name, elementType, shape));
  }

  /** Adds a weight; a name that is there already keeps its first value, so that constants can be shared. */
  weights(name: string, dims: readonly number[], values: Weights): string {
    if (!this.#initializers.has(name)) {
      this.#initializers.set(name, {
        name,
        dims: [...dims],
        dataType: dataTypeOf(values),
        rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      });
    }
    return name;
  }

  /** A float constant without dimensions. */
  scalar(name: string, value: number): string {
    return this.weights(name, [], Float32Array.of(value));
  }

  /** Adds a node with one output, named after itself. */
  node(
    opType: string,
    name: string,
    inputs: readonly string[],
    attributes: Record<string, number | readonly number[]> = {},
  ): string {
    this.nodeWithOutputs(opType, name, inputs, [name], attributes);
    return name;
  }

  nodeWithOutputs(
    opType: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Record<string, number | readonly number[]> = {},
  ): void {
    this.#nodes.push({
      name,
      opType,
      input: [...inputs],
      output: [...outputs],
      attribute: Object.entries(attributes).map(([key, value]) =>
        typeof value === 'number'
          ? { name: key, type: ATTRIBUTE_TYPE.int, i: value }
          : { name: key, type: ATTRIBUTE_TYPE.ints, ints: [...value] },
      ),
    });
  }

  encode(graphName: string): Uint8Array {
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: 'moltnet',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name: graphName,
        node: this.#nodes,
        initializer: [...this.#initializers.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
    });
  }
}

function dataTypeOf(values: Weights): number {
  if (values instanceof Float32Array) return DATA_TYPE.float;
  return values instanceof Int8Array ? DATA_TYPE.int8 : DATA_TYPE.int64;
}

function valueInfo(name: string, elemType: number, shape: Shape): object {
  const dim = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
