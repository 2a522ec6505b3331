import test from 'ava';
import { declaration } from '../../../stages/initialise/declaration.js';
import { makeProject } from '../../project.js';

async function planned(t: Parameters<typeof makeProject>[0], stages: Readonly<Record<string, object>>) {
  const project = await makeProject(t);
  const uses = Object.entries(stages).map(([name, settings]) => [
    name,
    { use: declaration.name, with: settings },
  ]);
  await project.write('pipelines/p.json', { name: 'p', stages: Object.fromEntries(uses) });
  return project.plan('pipelines/p.json');
}

test('a depth is another way to write the layers, with one recipe', async (t) => {
  const { tasks } = await planned(t, {
    short: { layers: [1024, 1000, 9], depth: 3 },
    long: { layers: [1024, 1000, 1000, 1000, 9] },
    none: { layers: [1024, 1000, 9], depth: 0 },
    linear: { layers: [1024, 9] },
  });
  const [short, long, none, linear] = tasks.map(({ recipe }) => recipe);
  t.is(short, long);
  t.is(none, linear);
  t.not(short, none);
});

test('a depth beside layers that are written out is a mistake that says what to write', async (t) => {
  const wrong = planned(t, { network: { layers: [1024, 1000, 1000, 9], depth: 3 } });
  const error = await t.throwsAsync(wrong);
  t.regex(error.message, /network\.with\.depth|depth.*layers names 2 of them.*\[1024, 1000, 9\]/s);
});
