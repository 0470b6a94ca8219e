import { HistoryPanel } from "../revisions/history-panel.tsx";
import { isOutline } from "../outline/is-outline.ts";
import { OutlineList } from "../outline/outline-list.tsx";
import { DetailsPanel } from "../publish/details-panel.tsx";
import { PublishPanel } from "../publish/publish-panel.tsx";
import type { Analysis } from "../scores/analysis-query.ts";
import { ScoresPanel } from "../scores/scores-panel.tsx";
import type { PieceBrief } from "../sources/brief-query.ts";
import { SourcesPanel } from "../sources/sources-panel.tsx";
import type { Outline } from "../../../api/events/types.ts";
import type { Panel } from "./panel.ts";
import type { Rights } from "./rights.ts";
import type { PieceAtHand } from "./use-piece-change.ts";

interface PanelBodyProps extends PieceAtHand {
  panel: Panel;
  passage: number | undefined;
  rights: Rights;
  brief: PieceBrief | null | undefined;
  analysis: Analysis | null | undefined;
  outline: Outline | Record<string, unknown> | null | undefined;
}

/** What a panel shows; loaded with the first one that is opened. */
export default function PanelBody({ panel, passage, piece, settle, rights, brief, analysis, outline }: PanelBodyProps) {
  const at = { piece, settle };
  switch (panel) {
    case "sources":
      return <SourcesPanel brief={piece.brief_id === null ? null : brief} passage={passage} />;
    case "plan":
      return <OutlineList outline={isOutline(outline) ? outline : undefined} />;
    case "scores":
      return <ScoresPanel piece={piece} analysis={analysis} />;
    case "details":
      return <DetailsPanel {...at} mayWrite={rights.write} />;
    case "history":
      return <HistoryPanel {...at} mayWrite={rights.write} />;
    case "publish":
      return <PublishPanel {...at} rights={rights} analysis={analysis} />;
  }
}
