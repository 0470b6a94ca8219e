import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../../components/failure.tsx";
import { Page } from "../../../components/page.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { pieceQuery } from "../piece-query.ts";
import { messages } from "./messages.ts";
import { OpenPiece } from "./open-piece.tsx";

/** A piece by its id: read, then laid on the desk. */
export function Manuscript({ id }: { id: string }) {
  const piece = useQuery(pieceQuery(id));
  const t = useText(messages);
  // What is being written stays, even when it cannot be read again.
  if (piece.data) return <OpenPiece tagged={piece.data} />;
  return (
    <Page title={t("piece")}>
      {piece.isError ? (
        <Failure error={piece.error} onRetry={() => void piece.refetch()} />
      ) : (
        <Skeleton kind="text" lines={8} />
      )}
    </Page>
  );
}
