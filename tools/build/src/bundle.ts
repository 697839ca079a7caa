import { build } from 'esbuild';

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

export interface BundleOptions {
  /** Workspace's root folder. */
  root: string;
  /** Modules by the name of their bundle. */
  entries: Readonly<Record<string, string>>;
  /** Folder for the bundles. */
  outdir: string;
  /** Packages left to be resolved when the program runs. */
  external: readonly string[];
  /** Packages replaced by an empty module. */
  empty?: readonly string[];
  version: string;
  /** Oldest Node that it must run on. */
  node: 20 | 26;
}

/**
 * Bundles programs for Node as ES modules. What is imported lazily stays apart, so that it is
 * loaded as late in the bundle as in the source.
 *
 * @throws Error when a module cannot be resolved or parsed.
 */
export async function bundle(options: BundleOptions): Promise<void> {
  await build({
    absWorkingDir: options.root,
    entryPoints: { ...options.entries },
    outdir: options.outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: `node${options.node}`,
    format: 'esm',
    // Beside the entries, because code finds its files by its own place.
    chunkNames: '[name]-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    // V8 keeps the source in memory, twice as large where it is more than Latin-1. Names stay, for
    // stack traces; so do lines.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    charset: 'ascii',
    external: [...options.external],
    alias: Object.fromEntries(
      (options.empty ?? []).map((name) => [name, `${import.meta.dirname}/empty.ts`]),
    ),
    define: { MOLTNET_VERSION: JSON.stringify(options.version) },
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'error',
  });
}
