/** One process of the network, before it runs. */
export interface ProcessSpec {
  /** `rest-api`; stands on its log lines. */
  name: string;
  /** The module that is its program, absolute. */
  entry: string;
  args?: readonly string[];
  /** Its whole environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from the moment the network is told to stop until this process is killed. */
  stopWithin: number;
}
