import { spawnSync } from 'node:child_process';
import { samebitsMain } from './command.js';

/** A user who owns nothing. */
const nobody = { uid: 65534, gid: 65534 };

/**
 * Who else than this user can run samebits from where it lies: only root can become somebody else, and node or the checkout may be in
 * a folder that others cannot look into. Undefined where nobody can.
 */
export function otherUser(): typeof nobody | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return spawnSync(process.execPath, [samebitsMain, '--version'], nobody).status === 0 ? nobody : undefined;
}
