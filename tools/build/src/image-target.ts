/** An app as it goes into an image: what is bundled, and what lies beside the bundles. */
export interface ImageTarget {
  /** Folder of the app, `apps/rest-api`. */
  app: string;
  /** Modules to bundle, from the workspace's root, by the name of the bundle. */
  entries: Readonly<Record<string, string>>;
  /** Packages that cannot be bundled, resolvable from the folder given; copied with what they need. */
  modules: Readonly<Record<string, string>>;
  /** Packages that a dependency would use if they were installed, and does well without. */
  absent: readonly string[];
  /** Folders of the workspace that the program reads. */
  folders: readonly string[];
}

export const IMAGES: Readonly<Record<'rest-api' | 'mcp-server', ImageTarget>> = {
  'rest-api': {
    app: 'apps/rest-api',
    entries: {
      main: 'apps/rest-api/src/main.ts',
      migrate: 'apps/rest-api/src/migrate.ts',
      worker: 'apps/rest-api/src/worker.ts',
      admin: 'apps/rest-api/src/admin.ts',
      'embedding-worker': 'libs/embedding/src/embedding-worker.ts',
      'clustering-worker': 'libs/diary/src/consolidation/clustering-worker.ts',
      'packing-worker': 'libs/packs/src/packing-worker.ts',
    },
    modules: {
      'onnxruntime-node': 'libs/embedding/node_modules/@huggingface/transformers',
      'pino-pretty': 'libs/observability',
    },
    // DBOS has a console logger and traces of its own, which we leave off.
    absent: ['winston', 'winston-transport', '@opentelemetry/sdk-trace-base'],
    folders: ['drizzle'],
  },
  'mcp-server': {
    app: 'apps/mcp-server',
    entries: { main: 'apps/mcp-server/src/main.ts' },
    modules: { 'pino-pretty': 'libs/observability' },
    absent: [],
    folders: [],
  },
};
