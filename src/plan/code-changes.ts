import type { Listing } from './code.js';

/** What of a stage's code changed. */
export interface CodeChanges {
  readonly files: Changes;
  readonly packages: Changes;
  /** How many there are now. */
  readonly modules: number;
}

/** Names; of packages with their versions, `rxjs 7.8.1 → 7.8.2`. */
export interface Changes {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export function codeChanges(before: Listing, after: Listing): CodeChanges {
  return {
    files: changes(before.files, after.files),
    packages: withVersions(changes(before.packages, after.packages)),
    modules: Object.keys(after.files).length,
  };
}

type Named = Readonly<Record<string, string>>;

function changes(before: Named, after: Named): Changes {
  const [was, is] = [Object.keys(before), Object.keys(after)];
  return {
    changed: is.filter((name) => Object.hasOwn(before, name) && before[name] !== after[name]),
    added: is.filter((name) => !Object.hasOwn(before, name)),
    removed: was.filter((name) => !Object.hasOwn(after, name)),
  };
}

/** A package that went in one version and came in one other has changed. */
function withVersions({ changed, added, removed }: Changes): Changes {
  const only = (list: readonly string[], name: string) => {
    const [version, ...others] = list.filter((each) => nameOf(each) === name);
    return others.length === 0 ? version : undefined;
  };
  const updated = added.filter((each) => only(added, nameOf(each)) && only(removed, nameOf(each)));
  const names = new Set(updated.map(nameOf));
  const rest = (list: readonly string[]) => list.filter((each) => !names.has(nameOf(each))).map(spaced);
  return {
    changed: [
      ...changed.map((each) => `${spaced(each)} (another integrity)`),
      ...updated.map((each) => `${spaced(only(removed, nameOf(each)) ?? '')} → ${versionOf(each)}`),
    ],
    added: rest(added),
    removed: rest(removed),
  };
}

/** `@scope/name@1.0.0` → `@scope/name`. */
function nameOf(named: string): string {
  return named.slice(0, named.lastIndexOf('@'));
}

function versionOf(named: string): string {
  return named.slice(named.lastIndexOf('@') + 1);
}

function spaced(named: string): string {
  return `${nameOf(named)} ${versionOf(named)}`;
}
