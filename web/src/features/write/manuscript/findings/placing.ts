import type { Desk } from "../desk.ts";
import type { Analysis } from "../../scores/analysis-query.ts";
import { toFinding, type Finding, type Placed } from "./finding.ts";

/**
 * Where an analysis's findings stand in the text as it is now. A finding whose text is not what was
 * quoted any more is left out: the analysis of what is being typed will tell.
 */
export function placeFindings(
  desk: Desk,
  { result, revision }: Analysis,
  isPutAside: (id: string) => boolean,
): { placed: Placed[]; general: Finding[] } {
  const { base, since } = desk.saver;
  const moved = base.data.revision === revision ? since : undefined;
  const placed: Placed[] = [];
  const general: Finding[] = [];
  const { doc } = desk.view.state;
  for (const finding of result.findings.map(toFinding)) {
    if (finding === undefined || isPutAside(finding.id)) continue;
    const { start, end } = finding;
    if (start === null || end === null) {
      general.push(finding);
      continue;
    }
    if (moved && end > moved.length) continue;
    const from = moved?.mapPos(start, 1) ?? start;
    const to = moved?.mapPos(end, -1) ?? end;
    if (from < to && to <= doc.length && doc.sliceString(from, to) === finding.quote) {
      placed.push({ finding, from, to });
    }
  }
  return { placed, general };
}
