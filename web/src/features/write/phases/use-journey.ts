import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { GenerationView } from "../../../api/events/progress.ts";
import { generationQuery } from "../outline/generation-query.ts";
import { analysisQuery } from "../scores/analysis-query.ts";
import { openFindings } from "../scores/gains.ts";
import { briefQuery } from "../sources/brief-query.ts";
import type { Piece } from "./change-piece.ts";
import { journeyOf } from "./phases.ts";
import { useRights } from "./rights.ts";

/** Everything that decides where a piece is: read, and judged. */
export function useJourney(piece: Piece, view: GenerationView) {
  const rights = useRights(piece.author.id);
  const live = piece.generation_id !== null;
  const brief = useQuery(briefQuery(piece.id, piece.brief_id)).data;
  const analysis = useQuery({ ...analysisQuery(piece.id, piece.revision), enabled: !live });
  const generationId = piece.generation_id ?? brief?.generation_id;
  const generation = useQuery({ ...generationQuery(generationId), enabled: !live && Boolean(generationId) }).data;

  // Each step of a generation leaves something behind: passages, an outline, an end.
  const queries = useQueryClient();
  const seen = useRef(view.state);
  useEffect(() => {
    if (seen.current === view.state) return;
    seen.current = view.state;
    void queries.invalidateQueries({ queryKey: ["brief", piece.id] });
    void queries.invalidateQueries({ queryKey: ["generation"] });
  }, [piece.id, queries, view.state]);

  const journey = journeyOf({
    state: live ? view.state : generation?.state,
    hasText: piece.body.trim() !== "" || (live && view.state === "analysing"),
    sources: brief?.sources.length ?? 0,
    status: piece.status,
    findings: openFindings(analysis.data, piece.revision),
    rights,
  });
  return { journey, rights, brief, analysis: analysis.data, generation, generationId };
}
