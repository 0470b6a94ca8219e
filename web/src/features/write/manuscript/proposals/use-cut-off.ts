import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { generationQuery } from "../../outline/generation-query.ts";
import { isOutline } from "../../outline/is-outline.ts";
import type { Piece } from "../../phases/change-piece.ts";
import { briefQuery } from "../../sources/brief-query.ts";
import type { Desk } from "../desk.ts";
import { cutOff, sectionEnds, setCutOff } from "../editor/cut-off.ts";
import { useDesk } from "../use-desk.ts";

const placesOf = (desk: Desk) => desk.view.state.field(cutOff);

/** Where a generation's sections end that the model did not end; none once somebody edited the text. */
export function useCutOff(desk: Desk, piece: Piece): readonly number[] {
  const brief = useQuery(briefQuery(piece.id, piece.brief_id)).data;
  const generation = useQuery(generationQuery(brief?.generation_id)).data;
  const untouched =
    typeof generation?.ended_at === "string" && Date.parse(piece.updated_at) <= Date.parse(generation.ended_at);
  useEffect(() => {
    if (!generation || !untouched || !generation.cut_off?.length) return;
    const { outline } = generation;
    if (!isOutline(outline)) return;
    const cut = generation.cut_off.flatMap((position) => outline.sections[position]?.heading ?? []);
    desk.view.dispatch({ effects: setCutOff.of(sectionEnds(desk.view.state.doc.toString(), cut)) });
  }, [desk, generation, untouched]);
  return useDesk(desk, placesOf);
}
