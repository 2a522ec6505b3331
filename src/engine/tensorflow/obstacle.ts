import type { Problem } from '../../stage/problem.js';

/** What the set-up depends on, of the machine and of Node. */
export interface Surroundings {
  readonly platform: string;
  readonly arch: string;
  /** Node's major version. */
  readonly node: number;
  /** Whether the C library is glibc, which TensorFlow's build needs. */
  readonly glibc: boolean;
}

export function surroundings(): Surroundings {
  // The report's header has this member where, and only where, the process runs on glibc.
  const { header } = process.report.getReport() as {
    readonly header: { readonly glibcVersionRuntime?: string };
  };
  return {
    platform: process.platform,
    arch: process.arch,
    node: Number(process.versions.node.split('.')[0]),
    glibc: header.glibcVersionRuntime !== undefined,
  };
}

/** The last major version of Node that still has the functions of `util` which tfjs-node 4.22 calls. */
const lastNode = 22;

const place = 'engine tensorflow';

/** Why TensorFlow cannot be used with this Node. */
export function nodeObstacle({ node }: Pick<Surroundings, 'node'>): Problem | undefined {
  if (node <= lastNode) return undefined;
  return {
    place,
    rule: `@tensorflow/tfjs-node 4.22 does not work on Node ${node}: it calls functions that Node ${lastNode + 1} removed.`,
    remedy: `Use Node 20 or ${lastNode} for this engine; the portable one runs on every version.`,
  };
}

/** Why `setup:tensorflow` cannot make TensorFlow work here, where the package's own installation did not. */
export function setupObstacle(around: Surroundings): Problem | undefined {
  const { platform, arch, glibc } = around;
  const node = nodeObstacle(around);
  if (node !== undefined) return node;
  if (platform === 'linux' && arch === 'x64') {
    if (glibc) return undefined;
    return {
      place,
      rule: "its build for Linux needs glibc, and this system's C library is another (musl?).",
      remedy: 'Use a distribution with glibc, such as Debian, for this engine.',
    };
  }
  return {
    place,
    rule: `there is no recipe for ${platform} on ${arch} here; the only way is the package's own installation, which downloads from storage.googleapis.com and did not succeed.`,
    remedy: ownWay(platform, arch),
  };
}

function ownWay(platform: string, arch: string): string {
  const compiler = platform === 'win32' ? "Visual Studio's C++ build tools" : 'a C++ compiler';
  const built =
    (platform === 'darwin' && ['x64', 'arm64'].includes(arch)) ||
    (platform === 'win32' && arch === 'x64') ||
    (platform === 'linux' && arch === 'arm64');
  return built
    ? `With that host in reach, python and ${compiler}: npm install --no-save @tensorflow/tfjs-node@4.22.0`
    : 'Use Linux on x86-64 for this engine; the portable one runs everywhere.';
}
