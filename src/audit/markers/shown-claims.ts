import type { Digest } from '../../artifact/digest.js';
import { exactNumber } from '../../artifact/numbers.js';
import { evidenceText } from '../../claim/evidence.js';
import type { Verdict } from '../../claim/verdict.js';
import type { ResolvedClaim } from '../../claim/claim.js';
import { suggestion } from '../../stage/nearest.js';
import { BadInput } from '../../stage/problem.js';
import { claimDigests, verdictOfClaim } from '../verdicts.js';
import { defaultFormat, formatted, type Format } from './format.js';
import type { Marker, ShownColumn } from './marker.js';
import type { Shown, Source } from './source.js';

type Cells = (claim: ResolvedClaim, verdict: Verdict, format: Format) => string;

/** What there is to say of each claim. */
const claimColumns: Readonly<Record<string, Cells>> = {
  claim: ({ id }) => id,
  statement: ({ statement }) => statement,
  source: ({ source }) => source,
  measured: (_, { measured }, format) => (measured === null ? exactNumber(NaN) : formatted(measured, format)),
  expected: (_, { expected }) => expected,
  verdict: (_, { verdict }) => verdict,
  evidence: (_, { evidence }) => (evidence === undefined ? '' : evidenceText(evidence)),
  why: (_, { why = '' }) => why,
};

const usual: readonly ShownColumn[] = ['claim', 'measured', 'expected', 'verdict'].map((name) => ({
  ...{ name, format: undefined, heading: name },
}));

/** All claims of a pipeline, a row each. */
export async function claimsTable(
  marker: Marker,
  source: Source,
  place: string,
): Promise<Pick<Shown, 'content' | 'digests'>> {
  const columns = marker.columns.length > 0 ? marker.columns : usual;
  const shown = columns.map((column) => ({ ...column, cells: cellsOf(column.name, place) }));
  const { claims } = source.plan.graph;
  const verdicts = await allVerdicts(source);
  const rows = verdicts.map((verdict, index) =>
    shown.map(({ cells, format = marker.format ?? defaultFormat }) => {
      const claim = claims[index]?.claim;
      return claim === undefined ? '' : cells(claim, verdict, format);
    }),
  );
  return {
    content: {
      columns: shown.map(({ name, heading }) => ({ heading, isNumeric: name === 'measured' })),
      rows,
    },
    digests: allDigests(source),
  };
}

/** What a run prints of all claims. */
export async function printedClaims(source: Source): Promise<Pick<Shown, 'content' | 'digests'>> {
  return { content: { verdicts: await allVerdicts(source) }, digests: allDigests(source) };
}

function allVerdicts({ plan, records, store }: Source): Promise<readonly Verdict[]> {
  return Promise.all(plan.graph.claims.map((claim) => verdictOfClaim(claim, records, store)));
}

function allDigests({ plan, records }: Source): readonly Digest[] {
  return [...new Set(plan.graph.claims.flatMap((claim) => claimDigests(claim, records)))];
}

function cellsOf(name: string, place: string): Cells {
  const cells = Object.hasOwn(claimColumns, name) ? claimColumns[name] : undefined;
  if (cells !== undefined) return cells;
  throw new BadInput({
    place,
    rule: `a table of claims has no column "${name}".`,
    remedy: suggestion(name, Object.keys(claimColumns)),
  });
}
