import { useQueries, useQuery } from "@tanstack/react-query";
import { meQuery } from "../../api/queries.ts";
import { Failure } from "../../components/failure.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useText } from "../../lib/language.ts";
import { deskQuery, generationQuery, reviewQuery } from "./desk-query.ts";
import { EmptyDesk } from "./empty-desk.tsx";
import { messages } from "./messages.ts";
import { PieceList } from "./piece-list.tsx";

const MOST_RECENT = 12;

/** What to resume, what needs me, what was finished lately. */
export default function DeskPage() {
  const desk = useQuery(deskQuery);
  const review = useQuery(reviewQuery);
  const mayApprove = useQuery(meQuery).data?.permissions.includes("content:approve") ?? false;
  const t = useText(messages);

  const pieces = desk.data?.items ?? [];
  const running = pieces.filter((piece) => piece.generation_id !== null);
  const states = useQueries({
    queries: running.map((piece) => generationQuery(piece.generation_id ?? "")),
    combine: (answers) => answers.map((answer) => answer.data?.state),
  });
  const lines = running.map((piece, number) => ({ piece, state: states[number] ?? "queued" }));
  const waiting = lines.filter(({ state }) => state === "awaiting_outline");
  const toReview = mayApprove
    ? (review.data?.items ?? []).map((piece) => ({ piece, state: "inReview" as const }))
    : [];
  const above = new Set([...running, ...toReview.map(({ piece }) => piece)].map(({ id }) => id));
  const recent = pieces.filter(({ id }) => !above.has(id)).slice(0, MOST_RECENT);

  return (
    <Page
      title={t("title")}
      narrow
      actions={
        <LinkButton href="/write" kind="primary" icon="plus">
          {t("newPiece")}
        </LinkButton>
      }
    >
      {desk.isPending && <Skeleton lines={6} />}
      {desk.isError && <Failure error={desk.error} onRetry={() => void desk.refetch()} />}
      {desk.isSuccess && pieces.length === 0 && <EmptyDesk />}
      <PieceList title={t("needsYou")} lines={[...waiting, ...toReview]} />
      <PieceList
        title={t("writing")}
        lines={lines.filter(({ state }) => state !== "awaiting_outline")}
      />
      <PieceList title={t("recent")} lines={recent.map((piece) => ({ piece }))} more="/library" />
    </Page>
  );
}
