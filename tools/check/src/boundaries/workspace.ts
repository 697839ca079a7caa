/** One project of the workspace, as the rules see it. */
export interface Project {
  /** Package name, `@moltnet/diary`. */
  name: string;
  /** Folder from the workspace's root, `libs/diary`. */
  root: string;
  /** Nx tags, `layer:domain`. */
  tags: readonly string[];
  /** Workspace packages under `dependencies`: what it runs on. */
  dependencies: readonly string[];
  /** Workspace packages under `devDependencies`: what its tests run on. */
  devDependencies: readonly string[];
  /** Source files with what they import. */
  files: readonly SourceFile[];
}

export interface SourceFile {
  /** Path from the workspace's root. */
  path: string;
  /** Module specifiers as written, `./fusion.ts`, `@moltnet/database/testing`. */
  imports: readonly string[];
}
