import { decodeTable } from '../../src/artifact/table-description.js';
import { claimRoles, type ResolvedClaim } from '../../src/claim/claim.js';
import { verdictOn } from '../../src/claim/evaluate.js';
import type { ClaimTable } from '../../src/claim/table-numbers.js';
import { agrees } from '../../src/stage/cell.js';
import type { Input, InputArtifact, StageContext } from '../../src/stage/contract.js';
import type { JudgedClaim } from '../../src/view/report-model.js';

type Inputs = StageContext['inputs'];

/** The claims with what was measured. The plan puts a claim's tables in roles of the claim's name. */
export function judgedClaims(claims: readonly ResolvedClaim[], inputs: Inputs): Promise<JudgedClaim[]> {
  return Promise.all(
    claims.map(async (claim) => {
      const verdict = await verdictOn(claim, (role) => claimTables(inputs[role] ?? []));
      const own = inputs[claimRoles(claim.id).of] ?? [];
      const read = own.filter(({ cell }) => agrees(claim.where, cell));
      return { claim, verdict, digests: read.map((input) => onlyArtifact(input).digest) };
    }),
  );
}

function claimTables(inputs: readonly Input[]): Promise<ClaimTable[]> {
  return Promise.all(
    inputs.map(async (input) => {
      const artifact = onlyArtifact(input);
      return { cell: input.cell, table: decodeTable(await artifact.bytes(), artifact.description) };
    }),
  );
}

function onlyArtifact({ artifacts }: Input): InputArtifact {
  const [artifact, ...others] = Object.values(artifacts);
  if (artifact === undefined || others.length > 0)
    throw new TypeError('a claim is about exactly one table of a stage');
  return artifact;
}
