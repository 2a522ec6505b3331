import { wordOrJson } from '../../artifact/json.js';
import { counted } from '../../artifact/numbers.js';
import type { Checked } from '../../audit/markers/check.js';
import type { MarkedText } from '../../audit/markers/document.js';
import { isBlock, type Marker } from '../../audit/markers/marker.js';
import type { Verified } from '../../audit/markers/verified.js';
import { columns, shown } from '../text.js';

/** What came of a marked text, and how far it was verified. */
export type Audited =
  | (Exclude<Checked, { result: 'not made' }> & {
      readonly verified: Verified;
      readonly machineBound: boolean;
      /** Files that it is made from are not here: the lock file's word was taken for what they hold. */
      readonly dataAbsent: boolean;
    })
  | (Extract<Checked, { result: 'not made' }> & {
      /** The pipeline that makes it, and the settings that it is asked with. */
      readonly file: string;
      readonly settings: readonly string[];
    });

export function auditText(audited: readonly Audited[], fixed: number): string {
  if (audited.length === 0) return 'no number is marked. See docs/audit.md.';
  return [
    columns(
      audited.map((each) => line(each, fixed > 0)),
      '',
    ),
    ...summary(audited, fixed),
  ].join('\n');
}

/** One line a number. */
function line(audited: Audited, isFixed: boolean): readonly string[] {
  const { marked } = audited;
  const what = [shown(marked.place), shown(subjectText(marked.marker)), textOf(marked)];
  if (audited.result === 'not made') return [...what, 'not made here', '', shown(audited.why ?? '')];
  const { verdict, digests } = audited.shown;
  const [digest, ...others] = digests;
  const artifact = digest === undefined ? '' : `artifact ${digest.slice(0, 8)}…`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [
    ...[...what, artifact + more, verdict === undefined ? '' : `claim ${verdict.verdict}`],
    audited.result === 'same'
      ? verifiedText(audited)
      : `${isFixed ? 'written' : 'DIFFERS'}: ${rightText(audited)}`,
  ];
}

/** What the artifacts say; of longer texts, the first line that is another. */
function rightText({ marked: { text }, expected }: Exclude<Audited, { result: 'not made' }>): string {
  const [are, were] = [expected.trim().split('\n'), text.trim().split('\n')];
  return `it is ${oneLine(are.find((line, index) => line.trim() !== were[index]?.trim()) ?? expected)}`;
}

function verifiedText({
  verified,
  machineBound,
  dataAbsent,
}: Exclude<Audited, { result: 'not made' }>): string {
  const data = dataAbsent ? ', its data are not here' : '';
  return wordsOf(verified) + (machineBound ? ', machine-bound' : '') + data;
}

function wordsOf(verified: Verified): string {
  if (verified.how === 'other bytes') return `OTHER BYTES when ${shown(verified.task)} was executed again`;
  if (verified.how === 'carried over')
    return `carried over, ${verified.reexecuted} of ${verified.of} re-executed`;
  if (verified.how === 'spot') return `spot-audited ${verified.reexecuted} of ${verified.of} parts`;
  if (verified.how === 'as locked') return 'as locked';
  return verified.how === 'bytes' ? 'bytes verified' : 're-executed';
}

/** `claim activations-shrink`, `probe.activations sd` */
function subjectText({ pipeline, subject, where }: Marker): string {
  const cells = Object.values(where).map(wordOrJson);
  const of = cells.length === 0 ? '' : ` (${cells.join(', ')})`;
  if (subject.kind === 'claims' || subject.kind === 'printed') return `${pipeline}  claims`;
  if (subject.kind === 'claim')
    return `${pipeline}  ${subject.id}${subject.part === 'measured' ? '' : ` ${subject.part}`}`;
  return `${pipeline}  ${subject.of}${subject.kind === 'cell' ? ` ${subject.column}` : ''}${of}`;
}

/** The marked text; of a table or of printed lines, how long it is. */
function textOf({ marker, text }: MarkedText): string {
  return isBlock(marker) ? counted(text.trim().split('\n').length, 'line') : oneLine(text);
}

/** A text on one line, its middle left out where it is long. */
function oneLine(text: string): string {
  const flat = shown(text.replace(/\s+/g, ' ').trim());
  return flat.length > 32 ? `${flat.slice(0, 20)} … ${flat.slice(-8)}` : flat;
}

/** `38 numbers: all as their artifacts say. 31 re-executed, 7 spot-audited.` */
function summary(audited: readonly Audited[], fixed: number): readonly string[] {
  const differing = audited.filter(({ result }) => result === 'different').length;
  const unmade = audited.filter((each) => each.result === 'not made');
  const count = counted(audited.length, 'marked text');
  const parts = [
    ...(differing === 0
      ? []
      : [fixed > 0 ? `${fixed} written anew` : `${differing} differ; --fix writes what the artifacts say`]),
    ...(unmade.length === 0 ? [] : [`${unmade.length} not made here`]),
  ];
  const all = parts.length === 0 ? 'all as their artifacts say' : parts.join('; ');
  return [`${count}: ${all}. ${tally(audited)}`.trimEnd(), ...remedies(unmade)];
}

/** `31 re-executed, 7 bytes verified.` */
function tally(audited: readonly Audited[]): string {
  const counts = new Map<string, number>();
  for (const each of audited)
    if (each.result !== 'not made') {
      const word = shortWords[each.verified.how];
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  const text = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  return text === '' ? '' : `${text}.`;
}

const shortWords = {
  'other bytes': 'came out otherwise when executed again',
  'as locked': 'as locked',
  bytes: 'with verified bytes',
  'carried over': 'carried over',
  spot: 'spot-audited',
  're-executed': 're-executed',
} as const;

function remedies(unmade: readonly Extract<Audited, { result: 'not made' }>[]): readonly string[] {
  const commands = unmade.map(({ file, settings }) =>
    shown(['samebits run', relativeName(file), ...settings.map((setting) => `--set ${setting}`)].join(' ')),
  );
  return [...new Set(commands)].map((command) => `not made here: ${command}`);
}

function relativeName(file: string): string {
  const folder = `${process.cwd()}/`;
  return file.startsWith(folder) ? file.slice(folder.length) : file;
}
