import { buildNative } from './build.js';

/** Part of `npm run build`. */
console.log(await buildNative());
