import type { JsonObject } from '../artifact/json.js';
import { openExamples } from '../data/open.js';
import { minibatchReader } from '../data/minibatches.js';
import type { Network } from '../engine/engine.js';
import { decodeParameters } from '../engine/parameters.js';
import { portableEngine } from '../engine/portable/portable.js';
import type { InputArtifact } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';
import type { Recorded } from './history.js';
import type { MinibatchSource } from './minibatches.js';
import type { Course } from './trajectory.js';
import { recordedState } from './updates.js';

export type CourseSettings = Omit<Course, 'layers' | 'data' | 'network'>;

/** A training that can begin: the network holds its initial state. */
export interface Prepared {
  readonly course: Course;
  readonly network: Network;
  readonly source: MinibatchSource;
  readonly initial: Recorded;
}
