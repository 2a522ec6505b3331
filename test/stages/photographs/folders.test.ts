import test, { type ExecutionContext } from 'ava';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { classesOf, listPhotographs } from '../../../stages/photographs/folders.js';
import { refusalOf } from '../refusal.js';
import { temporaryFolder } from '../temporary-folder.js';

const expected = 'The folder must hold one folder of .jpg, .jpeg or .png files for each class.';

/** A folder with these files, all empty: only names are looked at. */
function folderOf(t: ExecutionContext, ...names: readonly string[]): Promise<string> {
  return temporaryFolder(t, Object.fromEntries(names.map((name) => [name, new Uint8Array()])));
}

/** What may be read is the plan's to say. */
const anywhere = () => undefined;

async function refusal(folder: string): Promise<string> {
  return refusalOf(() => listPhotographs(folder, anywhere), folder);
}

test('images are listed by class and name, in the order of code units', async (t) => {
  const names = ['b/2.JPEG', 'b/10.png', 'B/z.jpg', 'B/Z.JPG', 'é/a.jpeg', 'a-b/x.png', 'a/x.png'];
  t.deepEqual(await listPhotographs(await folderOf(t, ...names), anywhere), [
    'B/Z.JPG',
    'B/z.jpg',
    'a/x.png',
    'a-b/x.png',
    'b/10.png',
    'b/2.JPEG',
    'é/a.jpeg',
  ]);
});

test('files that operating systems leave behind are passed over', async (t) => {
  const folder = await folderOf(t, '.DS_Store', 'a/.DS_Store', 'a/1.png', 'b/Thumbs.db', 'b/1.png', '.git/x');
  t.deepEqual(await listPhotographs(folder, anywhere), ['a/1.png', 'b/1.png']);
});

test('every class without images is named', async (t) => {
  const folder = await folderOf(t, 'a/1.png', 'b/1.png');
  for (const name of ['c', 'd']) await mkdir(join(folder, name));
  t.is(
    await refusal(folder),
    ['c', 'd']
      .map((name) => `data/${name}  this class folder has no images.  Fill it or remove it.`)
      .join('\n'),
  );
});

test('files and folders that do not belong there are named', async (t) => {
  const others = ['a/1.txt', 'a/2.gif', 'a/3.tif', 'a/4.webp', 'a/5.txt', 'b/c/1.png', 'list.csv'];
  t.is(
    await refusal(await folderOf(t, 'a/1.png', 'b/1.png', ...others)),
    [
      `data  list.csv does not belong here.  Take it out. ${expected}`,
      `data/a  1.txt, 2.gif, 3.tif and 2 more do not belong here.  Take them out. ${expected}`,
      `data/b  c does not belong here.  Take it out. ${expected}`,
    ].join('\n'),
  );
});

test('a folder without classes, or with one, is refused', async (t) => {
  t.is(await refusal(await folderOf(t)), `data  it has no class folders; 2 to 256 are needed.  ${expected}`);
  t.is(
    await refusal(await folderOf(t, 'a/1.png')),
    `data  it has 1 class folder; 2 to 256 are needed.  ${expected}`,
  );
});

test('a folder that is not there is refused', async (t) => {
  const folder = join(await folderOf(t), 'nowhere');
  t.is(await refusal(folder), `data  there is no such folder.  ${expected}`);
});

test('listed names are put back into their classes', (t) => {
  t.deepEqual(
    [...classesOf(['b/1', 'a-b/1', 'a/2', 'a/1'])],
    [
      ['a', ['a/1', 'a/2']],
      ['a-b', ['a-b/1']],
      ['b', ['b/1']],
    ],
  );
});
