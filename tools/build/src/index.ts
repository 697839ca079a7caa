export { bundle } from './bundle.ts';
export { IMAGES } from './image-target.ts';
export { buildImage } from './image.ts';
