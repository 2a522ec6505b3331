import { samebitsBy, type Way } from '../command.js';

interface PlanLine {
  readonly event: string;
  readonly task?: string;
  readonly why?: { readonly differences?: readonly { readonly field: string }[] };
}

/** What `samebits plan` says of each task, in a process of its own: modules are read afresh. */
export async function fresh(
  folder: string,
  pipeline: string,
  way: Way = {},
): Promise<Readonly<Record<string, string>>> {
  const { out, err } = await samebitsBy(way, folder, 'plan', pipeline, '--json');
  if (err !== '') throw new Error(err);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlanLine);
  const tasks = lines.filter(({ task }) => task !== undefined);
  return Object.fromEntries(
    tasks.map(({ task = '', event, why }) => [
      task,
      [event, ...(why?.differences ?? []).map(({ field }) => field)].join(': '),
    ]),
  );
}
