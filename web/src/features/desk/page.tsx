import { useQuery, type QueryClient } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { Failure } from "../../components/failure.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useText } from "../../lib/language.ts";
import { deskQuery } from "./desk-query.ts";
import { EmptyDesk } from "./empty-desk.tsx";
import { layOut } from "./lines.ts";
import { messages } from "./messages.ts";
import { PieceList } from "./piece-list.tsx";

/** What the page shows first. */
export const begin = (queries: QueryClient) => queries.query(deskQuery);

/** What needs me, what to resume, what is being written, what was finished or changed lately. */
export default function DeskPage() {
  const desk = useQuery(deskQuery);
  const t = useText(messages);
  // Drawn in slices: many rows at once would hold up a slow phone.
  const data = useDeferredValue(desk.data);
  const parts = data && layOut(data);
  const bare = parts !== undefined && Object.values(parts).every((lines: unknown[]) => lines.length === 0);
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
      {bare && <EmptyDesk />}
      {parts && !bare && (
        <>
          <PieceList title={t("needsYou")} lines={parts.needsYou} />
          <PieceList title={t("writing")} lines={parts.writing} />
          <PieceList title={t("resume")} lines={parts.resume} />
          <PieceList title={t("finished")} lines={parts.finished} />
          <PieceList title={t("recent")} lines={parts.recent} more="/library" />
        </>
      )}
    </Page>
  );
}
