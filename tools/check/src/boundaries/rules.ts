import { posix } from 'node:path';
import { APPS_FOR_TESTS, LAYERS, TABLE, TEST_PACKAGES } from './table.ts';
import type { Project, SourceFile } from './workspace.ts';

type Workspace = ReadonlyMap<string, Project>;
type Table = typeof TABLE;

/** What is wrong with the workspace's edges, one line each; empty when every rule holds. */
export function violations(projects: readonly Project[], table: Table = TABLE): string[] {
  const workspace: Workspace = new Map(projects.map((project) => [project.name, project]));
  return [
    ...projects.flatMap((project) => tableViolations(project, workspace, table)),
    ...projects.flatMap((project) => layerViolations(project, workspace)),
    ...projects.flatMap((project) => testDependencyViolations(project, workspace)),
    ...projects.flatMap((project) =>
      project.files.flatMap((file) => importViolations(project, file, workspace)),
    ),
    ...cycles(workspace),
  ];
}

const tagOf = (project: Project, dimension: string): string | undefined =>
  project.tags.find((tag) => tag.startsWith(`${dimension}:`))?.slice(dimension.length + 1);

const isLibrary = (project: Project | undefined): boolean =>
  project !== undefined && tagOf(project, 'scope') === 'lib';

function tableViolations(project: Project, workspace: Workspace, table: Table): string[] {
  const allowed = table[project.name];
  if (allowed === undefined) return [`${project.name} has no row in the table of allowed imports`];
  return project.dependencies
    .filter((name) =>
      allowed === 'any library' ? !isLibrary(workspace.get(name)) : !allowed.includes(name),
    )
    .map((name) => `${project.name} may not depend on ${name}`);
}

/** Height of a project's layer; -1 where it has none. */
const rank = (of: Project): number => LAYERS.findIndex((layer) => layer === tagOf(of, 'layer'));

function layerViolations(project: Project, workspace: Workspace): string[] {
  if (rank(project) < 0) return [`${project.name} has no layer: tag of ${LAYERS.join(', ')}`];
  return project.dependencies
    .map((name) => workspace.get(name))
    .filter((target) => target !== undefined && rank(target) > rank(project))
    .map(
      (target) => `${project.name} may not depend on ${target?.name}, which is a layer above it`,
    );
}

function testDependencyViolations(project: Project, workspace: Workspace): string[] {
  return project.devDependencies
    .filter((name) => !isLibrary(workspace.get(name)) && !APPS_FOR_TESTS.includes(name))
    .map((name) => `${project.name} may not depend on ${name}, not even for its tests`);
}

/** Whether a file exists for tests only, and so may import what only tests may. */
const isTestFile = (path: string): boolean =>
  /\.test\.ts$|\/(test|testing)\/|\/testing\.ts$|^(apps\/e2e|tools\/bench)\//.test(path);

function importViolations(project: Project, file: SourceFile, workspace: Workspace): string[] {
  return file.imports
    .map((specifier) => importViolation(project, file, specifier, workspace))
    .filter((problem) => problem !== undefined)
    .map((problem) => `${file.path}: ${problem}`);
}

function importViolation(
  project: Project,
  file: SourceFile,
  specifier: string,
  workspace: Workspace,
): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file.path), specifier);
    const owner = [...workspace.values()].find(({ root }) => target.startsWith(`${root}/`));
    if (owner !== undefined && owner !== project)
      return `reaches into ${owner.name} by path instead of importing the package`;
    return isTestFile(target) && !isTestFile(file.path)
      ? `imports ${specifier}, which is for tests`
      : undefined;
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (isTestFile(file.path)) {
    const declared = [...project.dependencies, ...project.devDependencies, project.name];
    return workspace.has(name) && !declared.includes(name) ? `${name} is not declared` : undefined;
  }
  if (TEST_PACKAGES.includes(name) || specifier.endsWith('/testing'))
    return `imports ${specifier}, which is for tests`;
  if (workspace.has(name) && ![...project.dependencies, project.name].includes(name))
    return `imports ${name}, which is not among its dependencies`;
  return undefined;
}

/** Each cycle of the project graph once, tests' edges included. */
function cycles(workspace: Workspace): string[] {
  const found = new Map<string, string>();
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name);
    if (start >= 0) {
      const cycle = path.slice(start);
      found.set(cycle.toSorted().join(), `cycle: ${[...cycle, name].join(' → ')}`);
      return;
    }
    if (done.has(name)) return;
    const project = workspace.get(name);
    for (const next of [...(project?.dependencies ?? []), ...(project?.devDependencies ?? [])]) {
      visit(next, [...path, name]);
    }
    done.add(name);
  };
  for (const name of workspace.keys()) visit(name, []);
  return [...found.values()];
}
