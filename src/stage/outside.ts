/**
 * Marks the name of a module that is not code of the stages that import it: `import(outsideCode(name))`. It is in no code digest, so
 * that another version of it changes no key. What of it can change a byte, a stage says in its `machine`.
 */
export function outsideCode(name: string): string {
  return name;
}
