import { readFileSync } from 'node:fs';

export function version(): string {
  return ownPackage().version;
}

/** The least version of Node: `20.19`. */
export function neededNode(): string {
  return ownPackage().engines.node.replace('>=', '');
}

function ownPackage(): { readonly version: string; readonly engines: { readonly node: string } } {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return JSON.parse(text) as ReturnType<typeof ownPackage>;
}
