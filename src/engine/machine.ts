import type { Json, JsonObject } from '../artifact/json.js';
import { tensorflowFingerprint } from './tensorflow/fingerprint.js';

/** Of what machine the results of an engine are; undefined of one that has the same bits everywhere. */
export async function machineOf(engine: Json | undefined): Promise<JsonObject | undefined> {
  return engine === 'tensorflow' ? tensorflowFingerprint() : undefined;
}
