import { arch, cpus, platform } from 'node:os';
import { installedPackage } from '../../engine/tensorflow/installed.js';
import { packageVersion, tensorflowPackage, tensorflowWorks } from '../../engine/tensorflow/package.js';
import { coreGrant, type CoreGrant } from '../../run/environment.js';
import { BadInput } from '../../stage/problem.js';
import { neededNode } from '../version.js';
import type { Finding } from './finding.js';

export function nodeFinding(version = process.versions.node, needed = neededNode()): Finding {
  const about = {
    subject: 'node',
    says: `${version}, on ${platform()} ${arch()}, ${cpus()[0]?.model ?? ''}`,
  };
  if (isAtLeast(version, needed)) return { ...about, state: 'works' };
  return { ...about, state: 'broken', remedy: `Use Node ${needed} or later.` };
}

function isAtLeast(version: string, needed: string): boolean {
  const [is, least] = [version, needed].map((text) => text.split('.').map(Number));
  const [major = 0, minor = 0] = is ?? [];
  const [leastMajor = 0, leastMinor = 0] = least ?? [];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

export function threadsFinding({ cores, scheduled, quota }: CoreGrant = coreGrant()): Finding {
  const limit = quota < scheduled ? ` of ${scheduled}, by the container's CPU quota` : '';
  const many = cores === 1 ? '1 core' : `${cores} cores`;
  const sharing = cores === 1 ? '' : '; a task that runs alone has them all, several share them';
  return { subject: 'threads', state: 'works', says: `${many}${limit}${sharing}` };
}

/** The second engine is optional. That its package is there does not say that its library is. */
export function tensorflowFinding(): Finding {
  const subject = 'tensorflow';
  try {
    const version = packageVersion(installedPackage());
    if (tensorflowWorks())
      return {
        subject,
        state: 'works',
        says: `${tensorflowPackage} ${version}; its bits are this machine's`,
      };
    return {
      subject,
      state: 'absent',
      says: `${tensorflowPackage} ${version} is installed, but cannot be loaded`,
      remedy: "Set it up, in samebits' own folder: npm run setup:tensorflow",
    };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const [{ rule, remedy } = { rule: error.message }] = error.problems;
    return {
      subject,
      state: 'absent',
      says: `${rule} It is optional.`,
      ...(remedy === undefined ? {} : { remedy }),
    };
  }
}
