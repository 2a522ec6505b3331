import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import { mermaidText } from '../../../src/view/task-graph/mermaid.js';
import { taskGraphSvg } from '../../../src/view/task-graph/svg.js';
import type { TaskGraph } from '../../../src/view/task-graph/task-graph.js';

const graph: TaskGraph = {
  title: 'A study',
  nodes: [
    { label: 'shapes', words: 'cached', shape: 'cached' },
    { label: 'train ×10', words: '8 cached, 2 to run', shape: 'to run' },
    { label: 'report', words: 'waiting', shape: 'waiting' },
  ],
  edges: [
    [0, 1],
    [1, 2],
    [0, 2],
  ],
};

test('as Mermaid each state has a shape and a word of its own', (t) => {
  t.is(
    mermaidText(graph),
    `flowchart LR
  n0(["shapes<br/>cached"])
  n1{{"train ×10<br/>8 cached, 2 to run"}}
  n2["report<br/>waiting"]
  n0 --> n1
  n1 --> n2
  n0 --> n2
  classDef waiting stroke-dasharray: 4 3
  class n2 waiting
`,
  );
});

test('the drawing is this very one, on every machine', async (t) => {
  t.is<string, string>(
    digestOf(await taskGraphSvg(graph)),
    '434ffbccee7422376af2787f2bfdd9afca50ef5b321d6ea1453c46f1b9b42bc6',
  );
});

test('the drawing has every label and word, each state its outline, and a description for who cannot see it', async (t) => {
  const svg = await taskGraphSvg(graph);
  for (const { label, words } of graph.nodes) {
    t.true(svg.includes(`>${label}</text>`));
    t.true(svg.includes(`>${words}</text>`));
  }
  t.is(svg.match(/stroke-dasharray="4 3"/g)?.length, 1, 'waiting is dashed');
  t.is(svg.match(/stroke-width="2"/g)?.length, 1, 'to run is heavy');
  t.is(svg.match(/ 0 0 1 /g)?.length, 2, 'cached is round');
  t.regex(
    svg,
    /aria-label="The tasks of A study: shapes, cached; train ×10, 8 cached, 2 to run; report, waiting\."/,
  );
});

test('everything that is drawn lies within the drawing', async (t) => {
  const far: TaskGraph = { ...graph, edges: Array.from({ length: 2 }, (_, from) => [from, 2] as const) };
  for (const each of [graph, far]) {
    const svg = await taskGraphSvg(each);
    const [width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).slice(1).map(Number);
    const points = [...svg.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
      ([, x, y]) => [Number(x), Number(y)] as const,
    );
    t.true(points.length > 10);
    t.true(points.every(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height));
  }
});

const hostile = [
  '"]; click n0 "javascript:alert(1)"',
  '</text><script>alert(1)</script>',
  '"` %% --> n9',
  "' onload='alert(1)",
  '&lt;img src=x&gt; #quot;',
  '\u001b[31m\u202e',
];

test('no name can be markup in the drawing', async (t) => {
  const nodes = hostile.map((name) => ({ label: name, words: name, shape: 'cached' as const }));
  const svg = await taskGraphSvg({ title: hostile.join(' '), nodes, edges: [] });
  t.deepEqual([...new Set([...svg.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag))].sort(), [
    'g',
    'path',
    'rect',
    'svg',
    'text',
  ]);
  t.notRegex(svg.replace(/>[^<]*</g, '><').replace(/aria-label="[^"]*"/, ''), /alert|javascript|onload/);
  t.notRegex(svg, /[\u0000-\u0009\u001b\u202e]/);
});

test('no name can end its label, or be a line of its own, in Mermaid', (t) => {
  for (const name of [...hostile, 'two\nn0 --> n1', '<b>', '#quot;']) {
    const text = mermaidText({ title: '', nodes: [{ label: name, words: '', shape: 'waiting' }], edges: [] });
    const [, label = ''] = /^ {2}n0\["(.*)<br\/>"\]$/m.exec(text) ?? [];
    t.true(label !== '', name);
    t.regex(label, /^(?:[\p{L}\p{N} .,×_-]|#\d+;|�)*$/u, name);
    t.is(text.split('\n').length, 5);
  }
});
