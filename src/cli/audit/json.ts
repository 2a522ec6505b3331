import type { MarkedText } from '../../audit/markers/document.js';
import { jsonLines } from '../json-lines.js';
import type { Audited } from './lines.js';

/** An event a marked text; the last is `finished`. */
export function auditJson(audited: readonly Audited[], fixed: number): string {
  const lines = audited.map((each) => {
    const { marked, result } = each;
    const common = { event: 'number', place: marked.place, result, text: marked.text, ...markerJson(marked) };
    if (each.result === 'not made') return { ...common, tasks: each.tasks, why: each.why };
    const {
      expected,
      verified,
      machineBound,
      dataAbsent,
      shown: { digests, verdict },
    } = each;
    return { ...common, expected, artifacts: digests, claim: verdict, verified, machineBound, dataAbsent };
  });
  const count = (wanted: Audited['result']) => audited.filter(({ result }) => result === wanted).length;
  const totals = { same: count('same'), different: count('different'), notMade: count('not made'), fixed };
  return jsonLines([...lines, { event: 'finished', ...totals }]);
}

function markerJson({ marker: { pipeline, subject, where, settings } }: MarkedText): object {
  return { pipeline, subject, where, settings };
}
