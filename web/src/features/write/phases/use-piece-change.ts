import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "../../../components/toasts.ts";
import { pieceQuery } from "../piece-query.ts";
import { changePiece, type Piece, type PieceChange } from "./change-piece.ts";

/** What a panel needs of the piece it belongs to. */
export interface PieceAtHand {
  piece: Piece;
  /** Has the editor's unsaved keys saved first, so that a change is based on what one sees. */
  settle?: (() => Promise<unknown>) | undefined;
}

type Tagged = Awaited<ReturnType<typeof changePiece>>;

interface Hooks<Asked> {
  /** `before` is the piece as it was; `undo` sends further requests, in order, without ado. */
  onDone: (before: Piece, asked: Asked, undo: (...back: Asked[]) => void) => void;
  /** Shows the refusal by itself, at a field say; true when it did. */
  onRefused?: (error: Error) => boolean;
}

/**
 * Change a piece on the server: `ask` gets the newest `ETag` that is known here. The answer becomes the
 * piece that every part of the page shows; a refusal is told by the server's own sentence.
 */
export function usePieceRequest<Asked>(
  { piece, settle }: PieceAtHand,
  ask: (etag: string, asked: Asked) => Promise<Tagged>,
  { onDone, onRefused }: Hooks<Asked>,
) {
  const queries = useQueryClient();
  const { queryKey } = pieceQuery(piece.id);
  const newest = () => queries.query({ ...pieceQuery(piece.id), staleTime: Infinity });
  const request = async (asked: Asked) => {
    await settle?.();
    const { data: before, etag } = await newest();
    const now = await ask(etag, asked);
    queries.setQueryData(queryKey, now);
    void queries.invalidateQueries({ queryKey: ["analysis", piece.id] });
    void queries.invalidateQueries({ queryKey: ["revisions", piece.id] });
    void queries.invalidateQueries({ queryKey: ["pieces"] });
    return before;
  };
  const refuse = (error: Error) => {
    // Somebody may have been faster: show what there is now.
    void queries.invalidateQueries({ queryKey });
    if (!onRefused?.(error)) showToast(error.message, { bad: true });
  };
  const undo = async (back: readonly Asked[]) => {
    try {
      for (const asked of back) await request(asked);
    } catch (error) {
      refuse(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return useMutation({
    mutationFn: request,
    onSuccess: (before, asked) => onDone(before, asked, (...back) => void undo(back)),
    onError: refuse,
  });
}

/** The same for fields and steps of the status. */
export function usePieceChange(at: PieceAtHand, hooks: Hooks<PieceChange>) {
  return usePieceRequest(at, (etag, asked: PieceChange) => changePiece(at.piece.id, etag, asked), hooks);
}
