import type { PackDependencies } from './dependencies.ts';
import { diffPacks } from './diff/diff-packs.ts';
import { createPack } from './packs/create.ts';
import { getPack } from './packs/get.ts';
import { listDiaryPacks, listPacks } from './packs/list.ts';
import { previewPack } from './packs/preview.ts';
import { updatePack } from './packs/update.ts';
import { packProvenance } from './provenance/provenance.ts';
import { createRenderedPack } from './rendered/create.ts';
import { getRenderedPack } from './rendered/get.ts';
import { listRenderedPacks, listRenderedPacksOfPack } from './rendered/list.ts';
import { previewRenderedPack } from './rendered/preview.ts';
import { updateRenderedPack } from './rendered/update.ts';

/** The verbs with their dependencies bound: what a request handler calls. */
export function createPackService(deps: PackDependencies) {
  return {
    packs: {
      preview: bind(deps, previewPack),
      create: bind(deps, createPack),
      list: bind(deps, listPacks),
      listOfDiary: bind(deps, listDiaryPacks),
      get: bind(deps, getPack),
      update: bind(deps, updatePack),
      provenance: bind(deps, packProvenance),
      diff: bind(deps, diffPacks),
    },
    renderedPacks: {
      preview: bind(deps, previewRenderedPack),
      create: bind(deps, createRenderedPack),
      listOfPack: bind(deps, listRenderedPacksOfPack),
      listOfDiary: bind(deps, listRenderedPacks),
      get: bind(deps, getRenderedPack),
      update: bind(deps, updateRenderedPack),
    },
  };
}

export type PackService = ReturnType<typeof createPackService>;

function bind<Rest extends unknown[], Result>(
  deps: PackDependencies,
  verb: (deps: PackDependencies, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => verb(deps, ...rest);
}
