/** How E5 is told what a text is; decides the prefix. */
export type TextKind = 'query' | 'passage';

/** What the worker thread is started with. */
export interface WorkerSettings {
  /** Its name on the Hugging Face hub. */
  readonly model: string;
  /** Where the model lies, or is put when it is downloaded. */
  readonly modelDir: string;
  readonly allowDownload: boolean;
  /** Threads of the ONNX runtime within one operation, the worker's own among them. */
  readonly threads: number;
}

/** A job: texts of one kind. */
export interface EmbedRequest {
  readonly type: 'embed';
  readonly id: number;
  readonly kind: TextKind;
  readonly texts: readonly string[];
}

/** To the worker. After `stop` it exits as soon as the run that it is in is over. */
export type Request =
  | EmbedRequest
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'stop' };

/** From the worker: `ready` or `unloadable` once, then one `done` or `failed` for each job, in any order. */
export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'unloadable'; readonly message: string }
  | { readonly type: 'progress' }
  | { readonly type: 'done'; readonly id: number; readonly vectors: Float32Array<ArrayBuffer>[][] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
