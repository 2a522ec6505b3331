import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput, problemText } from '../../stage/problem.js';
import { nodeObstacle, setupObstacle, surroundings } from './obstacle.js';
import { packageFolder, tensorflowPackage, tensorflowWorks } from './package.js';
import { libraries, unpack, wheelFile } from './wheel.js';

/**
 * The program behind `npm run setup:tensorflow`: makes tfjs-node work where its own installation could not download. The library and
 * its headers come from PyPI, the binding is compiled here. What works already is left alone.
 */

const version = '4.22.0';
const root = fileURLToPath(new URL('../../../../', import.meta.url));

async function setUp(): Promise<string> {
  const obstacle = nodeObstacle(surroundings());
  if (obstacle !== undefined) throw new BadInput(obstacle);
  if (packageFolder() !== undefined && tensorflowWorks()) return 'TensorFlow works already';
  const missing = setupObstacle(surroundings());
  if (missing !== undefined) throw new BadInput(missing);
  const python = firstThatRuns(
    ['python3', 'python'],
    ['-c', 'import pip'],
    'Python 3 with pip',
    'python3-pip',
  );
  const compiler = firstThatRuns(['g++', 'clang++'], ['--version'], 'a C++ compiler', 'g++');
  const folder = packageFolder() ?? installPackage();
  await installLibrary(folder, python, compiler);
  if (!tensorflowWorks())
    throw new BadInput({
      place: folder,
      rule: 'TensorFlow is in place, but multiplying two matrices with it failed.',
      remedy: `See why with: node -e "require('${tensorflowPackage}')"`,
    });
  return 'TensorFlow works now';
}

function firstThatRuns(
  commands: readonly string[],
  argument: readonly string[],
  what: string,
  debian: string,
): string {
  const found = commands.find((command) => spawnSync(command, argument, { stdio: 'ignore' }).status === 0);
  if (found !== undefined) return found;
  throw new BadInput({
    place: commands.join(', '),
    rule: `this needs ${what}, and finds none.`,
    remedy: `On Debian or Ubuntu: apt-get install ${debian}`,
  });
}

/** npm leaves an optional package out whose installation fails: here without its script, which would download. */
function installPackage(): string {
  console.log(`installing ${tensorflowPackage} ${version} …`);
  const npm = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', [...npm, `${tensorflowPackage}@${version}`], {
    cwd: root,
    stdio: 'inherit',
  });
  const folder = packageFolder();
  if (status === 0 && folder !== undefined) return folder;
  throw new BadInput({
    place: 'npm install',
    rule: `could not install ${tensorflowPackage}; what it said is above.`,
  });
}

/** Puts libraries and binding where the package looks for them: each in one move, so that what is there is whole. */
async function installLibrary(folder: string, python: string, compiler: string): Promise<void> {
  const wheel = await wheelFile(python);
  const work = mkdtempSync(join(folder, 'setup-'));
  try {
    console.log('unpacking the library and compiling the binding …');
    unpack(python, wheel, work);
    const library = join(folder, 'deps', 'lib');
    mkdirSync(library, { recursive: true });
    for (const name of libraries) renameSync(join(work, 'tensorflow', name), join(library, name));
    compile(compiler, folder, library, join(work, 'tensorflow', 'include'), join(work, 'binding.node'));
    const binding = join(folder, 'lib', 'napi-v8');
    mkdirSync(binding, { recursive: true });
    renameSync(join(work, 'binding.node'), join(binding, 'tfjs_binding.node'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Node-API has a stable binary form, so the headers of its own package do for every Node. */
function compile(compiler: string, folder: string, library: string, headers: string, output: string): void {
  const node = fileURLToPath(new URL('./include', import.meta.resolve('node-api-headers')));
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
  const { status, stderr } = spawnSync(
    compiler,
    [
      ...['-O2', '-fPIC', '-shared', '-std=c++17', '-DNAPI_VERSION=8', '-w'],
      ...['.', headers, node].map((path) => `-I${path}`),
      ...sources,
      `-L${library}`,
      ...libraries.map((name) => `-l:${name}`),
      ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', output],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status === 0 && existsSync(output)) return;
  throw new BadInput({
    place: join(folder, 'binding'),
    rule: `${compiler} could not compile the binding:\n${stderr.slice(0, 2000)}`,
  });
}

try {
  console.log(`${await setUp()}.`);
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  console.error(error.problems.map(problemText).join('\n'));
  process.exitCode = 1;
}
