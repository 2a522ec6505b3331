import { exactNumber } from '../../artifact/numbers.js';
import type { Verdict } from '../../claim/verdict.js';
import type { PlannedClaim } from '../../plan/graph.js';
import { suggestion } from '../../stage/nearest.js';
import type { Plan } from '../../plan/recipe.js';
import { BadInput } from '../../stage/problem.js';
import { artifactOf, claimDigests, verdictOfClaim } from '../verdicts.js';
import { defaultFormat, formatted, type Format } from './format.js';
import type { ClaimPart, Marker } from './marker.js';
import { cellText, outputNamed, tableOf } from './shown-cells.js';
import { claimsTable, printedClaims } from './shown-claims.js';
import type { Shown, Source } from './source.js';

/** The tasks whose artifacts a marker speaks of. Throws BadInput at `place` where the pipeline has no such thing. */
export function tasksOf(marker: Marker, plan: Plan, place: string): readonly string[] {
  const { subject } = marker;
  if (subject.kind === 'claims' || subject.kind === 'printed')
    return idsOf(plan.graph.claims.flatMap(({ inputs }) => inputs));
  if (subject.kind === 'claim') return idsOf(claimNamed(subject.id, plan, place).inputs);
  return idsOf(outputNamed(marker, subject.of, plan, place));
}

function idsOf(inputs: readonly { readonly task: { readonly id: string } }[]): readonly string[] {
  return [...new Set(inputs.map(({ task }) => task.id))];
}

/** What a marker's text must be, once its tasks are made. Throws BadInput at `place` where it does not say which number. */
export async function shownBy(marker: Marker, source: Source, place: string): Promise<Shown> {
  const { subject, format = defaultFormat } = marker;
  const { plan, records } = source;
  const tasks = tasksOf(marker, plan, place);
  if (subject.kind === 'claims') return { ...(await claimsTable(marker, source, place)), tasks };
  if (subject.kind === 'printed') return { ...(await printedClaims(source)), tasks };
  if (subject.kind === 'claim') {
    const claim = claimNamed(subject.id, plan, place);
    const verdict = await verdictOfClaim(claim, records, source.store);
    return {
      ...{ content: partOf(verdict, subject.part, format, place), verdict, tasks },
      digests: claimDigests(claim, records),
    };
  }
  const inputs = outputNamed(marker, subject.of, plan, place);
  const digests = inputs.map((input) => artifactOf(input, records).digest);
  if (subject.kind === 'digest') {
    const [digest = '', ...others] = digests;
    if (others.length === 0) return { content: digest.slice(0, subject.length), digests, tasks };
    throw new BadInput({
      place,
      rule: `where picks ${digests.length} artifacts; it must pick one.`,
      remedy: 'Name more matrix values.',
    });
  }
  const content =
    subject.kind === 'table'
      ? await tableOf(marker, inputs, source, place)
      : await cellText(marker, subject.column, inputs, source, place);
  return { content, digests, tasks };
}

function claimNamed(id: string, { graph }: Plan, place: string): PlannedClaim {
  const claim = graph.claims.find((each) => each.claim.id === id);
  if (claim !== undefined) return claim;
  throw new BadInput({
    place,
    rule: `${graph.pipeline.name} has no claim "${id}".`,
    remedy: suggestion(
      id,
      graph.claims.map((each) => each.claim.id),
    ),
  });
}

function partOf(verdict: Verdict, part: ClaimPart, format: Format, place: string): string {
  const { measured, evidence } = verdict;
  if (part === 'verdict') return verdict.verdict;
  if (part === 'expected') return verdict.expected;
  if (part === 'measured') return measured === null ? exactNumber(NaN) : formatted(measured, format);
  if (evidence?.p !== undefined) return formatted(evidence.p, format);
  throw new BadInput({
    place,
    rule: `claim ${verdict.id} has no p-value.`,
    remedy: 'Only claims with a test have one, and only where it could decide.',
  });
}
