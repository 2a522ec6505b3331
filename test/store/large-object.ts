import { openStore } from '../../src/store/store.js';

/** Puts an object of so many MB into a store and reads it back; prints its digest, how many bytes came back, and the most memory held. */
const [, , root = '', megabytes = '0'] = process.argv;
const piece = Buffer.alloc(1 << 20);

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < Number(megabytes); index++) {
    piece.fill(index % 251);
    yield Promise.resolve(piece);
  }
}

const { objects } = openStore(root);
const digest = await objects.put(pieces());
let bytes = 0;
for await (const chunk of objects.stream(digest)) bytes += chunk.byteLength;
const memory = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ digest, bytes, damage: (await objects.check(digest)) ?? null, memory }));
