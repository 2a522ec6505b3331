import type { Chain, InputArtifact, Observer } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';
import { consume } from './credits.js';
import { agree } from './history.js';
import { mostUpdates } from './minibatches.js';
import { steadyPace } from './pace.js';
import { load, type Prepared } from './prepare.js';
import type { Recorded } from './recorded.js';
import { training$ } from './training.js';
import type { Trajectory, TrajectoryRow } from './trajectory.js';

interface Replay {
  readonly prepared: Prepared;
  readonly trajectory: Trajectory;
  /** Where states of the training may be found: the network it ended with, and a hint at others. */
  readonly final: InputArtifact;
  readonly chain: Chain | undefined;
  readonly observer: Observer;
  readonly signal: AbortSignal;
  /** Told each update that was trained again or arrived at. */
  readonly reached: (update: number) => void;
}

type Rows = ReadonlyMap<number, TrajectoryRow>;

/**
 * Shows the states after these updates (recorded ones, in ascending order) to the observer once more, training again from the
 * nearest state that can be had. Throws BadInput where the training was another one, and an Error that names the first
 * recorded update whose state is not what the trajectory says.
 */
export async function replay(setting: Replay, updates: readonly number[]): Promise<void> {
  checkOrigin(setting);
  const { network, initial } = setting.prepared;
  const rows = new Map(setting.trajectory.rows.map((row) => [row.update, row]));
  let at = initial;
  for (const update of updates) {
    const nearer = await stateBetween(setting, rows, at.row.update, update);
    if (nearer !== undefined) load(network, nearer);
    at = await goOn(setting, rows, nearer ?? at, update);
  }
}

function checkOrigin({ prepared, trajectory: { course } }: Replay): void {
  const same = {
    data: prepared.course.data === course.data,
    initial: prepared.course.network === course.network,
  };
  for (const [input, isSame] of Object.entries(same)) {
    if (isSame) continue;
    throw new BadInput({
      place: `input ${input}`,
      rule: 'is not what the training began with',
      remedy: 'Name the stages that the training itself names as its inputs.',
    });
  }
}

/** The last state that can be had after update `from`, at or before `until`. */
async function stateBetween(
  { final, chain }: Replay,
  rows: Rows,
  from: number,
  until: number,
): Promise<Recorded | undefined> {
  const states = (await chain?.states()) ?? [];
  const kept = states.map((state) => ({ ...state, bytes: () => chain?.bytes(state) }));
  const end = { step: Math.max(...rows.keys()), digest: final.digest, bytes: () => final.bytes() };
  const usable = [...kept, end]
    .filter(({ step, digest }) => step > from && step <= until && rows.get(step)?.digest === digest)
    .sort((a, b) => b.step - a.step);
  for (const { step, bytes } of usable) {
    const row = rows.get(step);
    const found = await bytes();
    if (row !== undefined && found !== undefined) return { row, bytes: found };
  }
  return undefined;
}

async function goOn(setting: Replay, rows: Rows, start: Recorded, until: number): Promise<Recorded> {
  const { prepared, observer, signal, reached } = setting;
  const { course, network, source, record } = prepared;
  const here: Observer = {
    wants: (update) => update === until,
    measure: (moment) => observer.measure(moment),
  };
  const pace = steadyPace(mostUpdates(source.width, course.batch));
  const stretch = { ...course, from: start.row.update, until, pace, signal };
  let at = start;
  await consume(
    training$({ ...stretch, network, source, record, observers: [here] }, start),
    ({ update, recorded }) => {
      reached(update);
      if (recorded === undefined) return;
      const before = rows.get(recorded.row.update);
      if (before !== undefined) agree(before, recorded.row);
      at = recorded;
    },
  );
  signal.throwIfAborted();
  if (at.row.update === until) return at;
  throw new Error(
    `the training gets no further than update ${at.row.update}, but ${until} is in its trajectory`,
  );
}
