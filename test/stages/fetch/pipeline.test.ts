import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import { samebits } from '../../command.js';
import { makeProject, problemsOf, type Project } from '../../project.js';
import { smallMnist } from '../mnist/fixture.js';
import { file, serving, status, type Server } from './server.js';

const packed = Object.entries(smallMnist).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)] as const);

/** A pipeline that fetches MNIST's four files from an address, which is a folder. */
function fetching(folder: string): object {
  const stages = packed.map(([name, bytes], index): [string, object] => [
    `file${index}`,
    {
      use: 'fetch',
      with: { name, sha256: digestOf(bytes), bytes: bytes.length, from: [`${folder}/${name}?key=secret`] },
    },
  ]);
  return {
    name: 'p',
    stages: {
      ...Object.fromEntries<object>(stages),
      data: {
        use: 'mnist',
        inputs: { files: ['file0', 'file1', 'file2', 'file3'] },
        with: { validation: 4 },
      },
    },
  };
}

function mirror(t: ExecutionContext): Promise<Server> {
  return serving(t, (request, response) => {
    const found = packed.find(([name]) => request.url?.startsWith(`/${name}`) === true);
    (found === undefined ? status(404) : file(found[1]))(request, response);
  });
}

async function madeBy(project: Project): Promise<readonly string[]> {
  const events = await project.run('pipelines/p.json');
  return events.flatMap((event) => (event.event === 'made' ? [event.task] : []));
}

test('a data set is fetched, kept under its digest, read from there, and never asked for again', async (t) => {
  const project = await makeProject(t);
  const server = await mirror(t);
  await project.write('pipelines/p.json', fetching(server.origin));
  t.deepEqual([...(await madeBy(project))].sort(), ['data', 'file0', 'file1', 'file2', 'file3']);
  for (const [, bytes] of packed) t.true((await project.store.objects.read(digestOf(bytes))).equals(bytes));
  t.deepEqual(
    (await readdir(join(project.folder, 'artifacts/tmp'))).filter((name) => name.endsWith('.part')),
    [],
  );
  await server.close();
  t.deepEqual(await madeBy(project), [], 'without a network');
  await rm(join(project.folder, 'artifacts/pointers'), { recursive: true });
  t.is((await madeBy(project)).length, 5, 'without a network and without records');
  t.is(server.asked.length, 4);
});

test('the artifacts are those of the same files in a folder', async (t) => {
  const project = await makeProject(t);
  const { origin } = await mirror(t);
  await project.write('pipelines/p.json', fetching(origin));
  await project.write('pipelines/folder.json', {
    name: 'folder',
    stages: { data: { use: 'mnist', with: { directory: 'data', validation: 4 } } },
  });
  for (const [name, bytes] of Object.entries(smallMnist))
    await project.write(`data/${name}`, bytes.toString('latin1'));
  const digests = await Promise.all(
    ['pipelines/p.json', 'pipelines/folder.json'].map(async (pipeline) => {
      const events = await project.run(pipeline);
      const data = events.find((event) => event.event === 'made' && event.task === 'data');
      return data?.event === 'made' ? Object.values(data.record.outputs).map(({ digest }) => digest) : [];
    }),
  );
  t.is(digests[0]?.length, 4);
  t.deepEqual(digests[0], digests[1]);
});

test('another mirror is the same key, other bytes are another, and no record holds an address', async (t) => {
  const project = await makeProject(t);
  const server = await mirror(t);
  await project.write('pipelines/p.json', fetching(server.origin));
  await project.write('pipelines/q.json', fetching('https://mirror.example.org/mnist'));
  const [here, there, other] = await Promise.all([
    project.plan('pipelines/p.json'),
    project.plan('pipelines/q.json'),
    project.plan('pipelines/p.json', `file0.with.sha256=${'0'.repeat(64)}`),
  ]);
  t.deepEqual(
    there.tasks.map(({ recipe }) => recipe),
    here.tasks.map(({ recipe }) => recipe),
  );
  t.not(other.tasks[0]?.recipe, here.tasks[0]?.recipe);
  await project.run('pipelines/p.json');
  const records = await readdir(join(project.folder, 'artifacts/records'), { recursive: true });
  for (const name of records.filter((each) => each.endsWith('.json')))
    t.notRegex(
      await readFile(join(project.folder, 'artifacts/records', name), 'utf8'),
      /127\.0\.0\.1|secret/,
    );
});

test('wrong bytes end with exit code 1 and both digests, and nothing is kept of them', async (t) => {
  const project = await makeProject(t);
  const bytes = Buffer.from('right');
  const { origin } = await serving(t, file(Buffer.from('wrong')));
  const sha256 = digestOf(bytes);
  const stage = { use: 'fetch', with: { name: 'a', sha256, bytes: 5, from: [`${origin}/a`] } };
  await project.write('pipelines/p.json', { name: 'p', stages: { file: stage } });
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(code, 1);
  t.true(out.includes(`their SHA-256 is ${digestOf('wrong')}, not ${sha256}`), out);
  t.is(await project.store.objects.check(digestOf('wrong')).then((damage) => damage?.kind), 'missing');
  t.deepEqual(await readdir(join(project.folder, 'artifacts/tmp')), []);
});

test('what is not said exactly is refused before anything is asked for', async (t) => {
  const project = await makeProject(t);
  const right = { name: 'a', sha256: '0'.repeat(64), bytes: 5, from: ['https://example.org/a'] };
  for (const [wrong, why] of [
    [{ sha256: undefined }, /lacks sha256/],
    [{ bytes: undefined }, /lacks bytes/],
    [{ sha256: 'F'.repeat(64) }, /sha256 is not of the right form/],
    [{ bytes: 0 }, /bytes must be >= 1/],
    [{ bytes: 1e18 }, /bytes must be <= 1099511627776/],
    [{ name: '../a' }, /name is not of the right form/],
    [{ from: [] }, /from must not be empty/],
    ...[
      'https://user:word@example.org/a',
      'https://user@example.org',
      'file:///etc/passwd',
      'ftp://example.org/a',
      'a',
    ].map((address) => [{ from: [address] }, /from\.0 is not of the right form/] as const),
  ] as const) {
    await project.write('pipelines/p.json', {
      name: 'p',
      stages: { file: { use: 'fetch', with: { ...right, ...wrong } } },
    });
    t.regex((await problemsOf(project.plan('pipelines/p.json')))[0] ?? 'planned', why, JSON.stringify(wrong));
  }
});

test('files from a folder and fetched ones are not both read', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', fetching('https://example.org'));
  t.regex(
    (await problemsOf(project.plan('pipelines/p.json', 'data.with.directory=data')))[0] ?? 'planned',
    /data\.with\.directory is not read, since data\.inputs\.files takes its place/,
  );
});

test('a file that is not called as MNIST calls it is asked for by its name', async (t) => {
  const project = await makeProject(t);
  const { origin } = await mirror(t);
  await project.write('pipelines/p.json', fetching(origin));
  const { code, out } = await samebits(
    project.folder,
    'run',
    'pipelines/p.json',
    '--set',
    'file3.with.name=labels',
  );
  t.is(code, 2, out);
  t.regex(
    out,
    /none is called t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte\.gz; they are called .*, labels/,
  );
});

test('pipelines/mnist-download.json says for each of the four files which bytes it means', async (t) => {
  const project = await makeProject(t);
  for (const name of ['mnist', 'mnist-download'])
    await project.write(`pipelines/${name}.json`, await readFile(`pipelines/${name}.json`, 'utf8'));
  const { tasks } = await project.plan('pipelines/mnist-download.json');
  const files = tasks.filter(({ graph }) => graph.use === 'fetch');
  t.deepEqual(
    files.map(({ graph }) => graph.parameters.bytes),
    [9912422, 28881, 1648877, 4542],
  );
});
