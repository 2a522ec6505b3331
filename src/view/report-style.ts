/** The report's style sheet: a short paper on screen, light or dark, and on A4. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d1d1b; --soft: #5d5d58; --line: #dcdcd5; --wash: #f4f4ef;
  --holds: #1a6b3c; --fails: #a3231a; --open: #5a5a9c; --link: #1f4e8c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171716; --ink: #e6e5e0; --soft: #a3a29b; --line: #3a3a37; --wash: #212120;
    --holds: #6fce97; --fails: #ff8f83; --open: #b0b0f5; --link: #9cc3f5;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; font: 1.0625rem/1.55 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 600; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 600; margin: 2.75rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
p { margin: 0 0 .9rem; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .15em; }
.kicker, .tally, figcaption, table, small, summary, footer, .failure { font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.kicker { font-size: .8rem; letter-spacing: .06em; color: var(--soft); margin: 0 0 .35rem; }
.lede { color: var(--soft); font-size: 1.15rem; line-height: 1.5; }
.tally { border-block: 1px solid var(--line); padding: .55rem 0; margin: 1.5rem 0 0; font-size: .92rem; }
.tally a { color: inherit; text-decoration: none; display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; }
.holds b { color: var(--holds); } .fails b { color: var(--fails); } .open b { color: var(--open); }
.fails { font-weight: 600; }
.failure { border: 2px solid var(--fails); padding: .75rem 1rem; margin: 1.75rem 0 0; font-size: .95rem; }
.failure h2 { margin: 0 0 .3rem; font-size: 1.05rem; color: var(--fails); }
.failure ul { margin: 0; padding-left: 1.2rem; }
blockquote { margin: 1.1rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); font-style: italic; }
blockquote p { margin: 0; }
blockquote footer { font-style: normal; font-size: .8rem; color: var(--soft); margin: .2rem 0 0; padding: 0; border: 0; }
figure { margin: 1.5rem 0 .9rem; }
.sheet { background: #fff; border: 1px solid var(--line); padding: .5rem; }
.sheet svg { display: block; width: 100%; height: auto; max-width: 44rem; margin: 0 auto; }
img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); }
figcaption { font-size: .88rem; line-height: 1.45; color: var(--soft); margin-top: .5rem; }
figcaption .id { font-weight: 600; margin-right: .25rem; }
figcaption em { color: var(--ink); font-style: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
table.data { width: auto; }
.data th, .data td { padding-left: 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); border-bottom-color: var(--soft); }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.whole { white-space: nowrap; }
.claims data { font-weight: 600; }
.beside { margin: 0 0 1.75rem; table-layout: fixed; }
.beside th:nth-child(1) { width: 46%; } .beside th:nth-child(2) { width: 27%; }
small { font-size: .8rem; color: var(--soft); }
.undecided { padding-left: 1.2rem; }
summary { cursor: pointer; font-size: .88rem; color: var(--soft); }
ul.parameters { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
ul.parameters b { font-weight: 600; overflow-wrap: anywhere; }
.overridden { border-left: 3px solid var(--line); padding-left: .8rem; font-size: .85rem; }
body > footer { margin-top: 3.5rem; padding-top: .5rem; border-top: 1px solid var(--line); font-size: .78rem; color: var(--soft); }
footer h2 { font-size: .9rem; margin: 1.25rem 0 .3rem; }
footer p { margin: 0 0 .4rem; }
footer ol, footer ul { padding-left: 1.4rem; margin: 0; }
code { font: .92em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
:target { background: var(--wash); outline: .25rem solid var(--wash); }
@page { size: A4; margin: 18mm 20mm; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000; --holds: #000; --fails: #000; --open: #000; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  figure, tr, blockquote, .failure { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  .sheet { border: 0; padding: 0; }
  a { text-decoration: none; }
}
`;
