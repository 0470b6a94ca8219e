import type { components } from "../../../api/schema.d.ts";
import type { OpenFindings } from "../phases/phases.ts";
import type { Analysis } from "./analysis-query.ts";

type Result = components["schemas"]["AnalysisOut"];
/** A check's own scale ends here. */
const MOST = 9;

/** What a score would rise by, were a part of it as good as can be. */
export interface Gain {
  id: string;
  points: number;
  advice: string;
}

/** SEO: the checks of its group, by what each would add, the greatest first. */
export function seoGains(checks: Result["checks"]): Gain[] {
  const applied = checks.filter(({ group, score }) => group === "seo" && score !== null);
  const weight = applied.reduce((sum, check) => sum + check.weight, 0);
  return best(
    applied.map(({ id, score, weight: own, advice }) => ({
      id,
      points: weight === 0 ? 0 : (100 * own * (MOST - (score ?? 0))) / (MOST * weight),
      advice,
    })),
  );
}

/** Quality: its sub-scores, by what each would add before a gate caps it. */
export function qualityGains(parts: Result["sub_scores"]): Gain[] {
  const applied = parts.filter(({ score }) => score !== null);
  const weight = applied.reduce((sum, part) => sum + part.weight, 0);
  return best(
    applied.map(({ id, score, weight: own }) => ({
      id,
      points: weight === 0 ? 0 : (own * (100 - (score ?? 0))) / weight,
      advice: "",
    })),
  );
}

function best(gains: Gain[]): Gain[] {
  return gains.filter(({ points }) => points >= 0.5).sort((one, other) => other.points - one.points);
}

/** How many findings are open, by how much they matter; undefined while the text was not checked. */
export function openFindings(analysis: Analysis | null | undefined, revision: number): OpenFindings | undefined {
  if (!analysis || analysis.revision < revision) return undefined;
  const counts: OpenFindings = { high: 0, medium: 0, low: 0 };
  for (const { id, severity } of analysis.result.findings) {
    if (analysis.dismissed.includes(id)) continue;
    if (severity === "high" || severity === "medium" || severity === "low") counts[severity] += 1;
  }
  return counts;
}
