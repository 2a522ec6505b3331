import { passProbability, wrongParts } from '../../audit/chance.js';
import type { SpotFinding } from '../../audit/findings.js';
import type { PartName } from '../../stage/contract.js';

/** What has parts, by what these are called. */
export function byKind<Some extends { readonly called: PartName }>(
  all: readonly Some[],
): readonly (readonly [PartName, readonly Some[]])[] {
  const names = new Map(all.map(({ called }) => [called.many, called]));
  return [...names.values()].map((called) => [
    called,
    all.filter((each) => each.called.many === called.many),
  ]);
}

type Retraced = Extract<SpotFinding, { found: 'equal' | 'different' }>;

export function retracedOf(findings: readonly SpotFinding[]): readonly Retraced[] {
  return findings.flatMap((each) => (each.found === 'equal' || each.found === 'different' ? [each] : []));
}

/** What came of all parts of one name: they were drawn from together, so that one probability speaks of them. */
export interface Kind {
  readonly parts: string;
  readonly reexecuted: number;
  readonly of: number;
  readonly different: number;
  /** For a share of wrong parts, with what probability a run that has so many would have passed. */
  readonly passes: readonly { readonly wrong: number; readonly probability: number }[];
}

export function kindsOf(findings: readonly SpotFinding[]): readonly Kind[] {
  return byKind(retracedOf(findings)).map(([called, some]) => {
    const reexecuted = some.reduce((sum, each) => sum + each.reexecuted, 0);
    const of = some.reduce((sum, each) => sum + each.of, 0);
    return {
      ...{ parts: called.many, reexecuted, of },
      different: some.reduce((sum, { differing }) => sum + differing.length, 0),
      passes: [0.05, 0.2].map((wrong) => ({
        wrong,
        probability: passProbability(reexecuted, of, wrongParts(wrong, of)),
      })),
    };
  });
}
