import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseSync } from 'oxc-parser';
import type { Project, SourceFile } from './workspace.ts';

interface NxGraph {
  graph: {
    nodes: Record<string, { data: { root: string; tags?: string[] } }>;
    dependencies: Record<string, { target: string }[]>;
  };
}

/**
 * The workspace as Nx sees it (projects, tags, edges), with each edge told apart by its
 * package.json (a test's or the program's) and every source file's imports.
 *
 * @param root The workspace's root folder.
 * @throws Error when `nx graph` fails.
 */
export async function readWorkspace(root: string): Promise<Project[]> {
  const { nodes, dependencies } = (await nxGraph(root)).graph;
  return Promise.all(
    Object.entries(nodes).map(async ([name, { data }]): Promise<Project> => {
      const manifest: { devDependencies?: Record<string, string> } = JSON.parse(
        await readFile(join(root, data.root, 'package.json'), 'utf8'),
      );
      const edges = [...new Set(dependencies[name]?.map(({ target }) => target))].filter(
        (target) => target in nodes,
      );
      const forTests = (target: string): boolean => target in (manifest.devDependencies ?? {});
      return {
        name,
        root: data.root,
        tags: data.tags ?? [],
        dependencies: edges.filter((target) => !forTests(target)),
        devDependencies: edges.filter(forTests),
        files: await readFiles(root, data.root),
      };
    }),
  );
}

async function nxGraph(root: string): Promise<NxGraph> {
  const folder = await mkdtemp(join(tmpdir(), 'moltnet-graph-'));
  const file = join(folder, 'graph.json');
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/nx'), ['graph', `--file=${file}`], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false' },
      timeout: 120_000,
    });
    return JSON.parse(await readFile(file, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readFiles(root: string, project: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const path of glob(`${project}/{src,test}/**/*.ts`, { cwd: root })) {
    files.push({ path, imports: importsOf(path, await readFile(join(root, path), 'utf8')) });
  }
  return files;
}

/** Every module a source text imports, exports from, or loads by `import('…')`. */
export function importsOf(path: string, source: string): string[] {
  const { module } = parseSync(path, source);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const quoted = /^(['"`])([^$]*)\1$/s.exec(source.slice(start, end));
      return quoted?.[2] ?? [];
    }),
  ];
}
