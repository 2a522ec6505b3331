import { counted, formatNumber, grouped } from '../../artifact/numbers.js';
import type { SpotFinding } from '../../audit/findings.js';
import { seconds, shown } from '../text.js';
import { type Kind, kindsOf, retracedOf } from './kinds.js';

/** The last lines of a spot audit: how much was done again, and what that shows. */
export function closing(findings: readonly SpotFinding[], exitCode: number): readonly string[] {
  const kinds = kindsOf(findings);
  const counts = kinds.map(
    ({ parts, reexecuted, of }) => `${grouped(reexecuted)} of ${grouped(of)} ${parts}`,
  );
  const done = `re-executed ${counts.join(' and ')} on this machine${served(findings)}`;
  const time = seconds(performance.now() / 1000);
  const different = kinds.reduce((sum, kind) => sum + kind.different, 0);
  if (exitCode !== 0) return [`${done}: ${grouped(different)} came out otherwise; ${time}`];
  const some = kinds.filter(({ reexecuted }) => reexecuted > 0);
  if (some.length === 0) return [`nothing was re-executed, since there is no part that can be; ${time}`];
  return [`${done}: all equal; ${time}`, ...some.map(passesText), drawingText(some)];
}

function passesText({ parts, passes }: Kind): string {
  const [few, many] = passes.map(({ probability }) => formatNumber(probability, 2));
  return `a run with 5 % wrong ${parts} would have passed with probability ${few ?? ''}; with 20 %, ${many ?? ''}.`;
}

function drawingText(kinds: readonly Kind[]): string {
  const names = kinds.map(({ parts }) => `the ${parts}`).join(', and apart from them ');
  return `(hypergeometric: ${names} were drawn without replacement, each set of them equally likely)`;
}

/** ` (avx512, 2 cores)`. */
function served(findings: readonly SpotFinding[]): string {
  const { environment = {} } = retracedOf(findings)[0] ?? {};
  const kernels = Object.entries(environment).flatMap(([name, value]) =>
    /Kernels$|^tensorflow$/.test(name) && typeof value === 'string' ? [value] : [],
  );
  const { cores } = environment;
  const facts = [...kernels, ...(typeof cores === 'number' ? [counted(cores, 'core')] : [])];
  return facts.length === 0 ? '' : ` (${facts.map(shown).join(', ')})`;
}
