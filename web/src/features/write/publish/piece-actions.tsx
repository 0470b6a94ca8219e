import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { Menu, type MenuItem } from "../../../components/menu.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { usePanel } from "../phases/panel.ts";
import { useRights } from "../phases/rights.ts";
import type { PieceAtHand } from "../phases/use-piece-change.ts";
import { pieceQuery } from "../piece-query.ts";
import { messages } from "./action-messages.ts";
import { deletePiece } from "./delete-piece.ts";
import { duplicatePiece } from "./duplicate-piece.ts";
import { undeletePiece } from "./undelete-piece.ts";
import styles from "./publish.module.css";

/** At the right of a piece's title: its details, its history, and what is done with it as a whole. */
export function PieceActions({ piece, settle }: PieceAtHand) {
  const rights = useRights(piece.author.id);
  const { panel, open, close } = usePanel();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const t = useText(messages);
  const told = (error: Error) => showToast(error.message, { bad: true });
  const renew = () => queries.invalidateQueries({ queryKey: ["pieces"] });

  const undelete = useMutation({
    mutationFn: () => undeletePiece(piece.id),
    onSuccess: () => {
      void renew();
      go(`/write/${piece.id}`);
    },
    onError: told,
  });
  const remove = useMutation({
    mutationFn: async () => {
      await settle?.();
      const { etag } = await queries.query({ ...pieceQuery(piece.id), staleTime: Infinity });
      await deletePiece(piece.id, etag);
    },
    onSuccess: () => {
      go("/library");
      queries.removeQueries({ queryKey: pieceQuery(piece.id).queryKey });
      void renew();
      showToast(t("removed", { title: piece.title || t("untitled") }), { undo: () => undelete.mutate() });
    },
    onError: told,
  });
  const duplicate = useMutation({
    mutationFn: async () => {
      await settle?.();
      const { data } = await queries.query({ ...pieceQuery(piece.id), staleTime: Infinity });
      return duplicatePiece(data, t("copyOf", { title: data.title || t("untitled") }).slice(0, 300));
    },
    onSuccess: ({ id }) => {
      void renew();
      go(`/write/${id}`);
      showToast(t("duplicated"));
    },
    onError: told,
  });
  const copyLink = async () => {
    const link = `${location.origin}/write/${piece.id}`;
    try {
      await navigator.clipboard.writeText(link);
      showToast(t("linkCopied"));
    } catch {
      // No clipboard beyond this machine without HTTPS.
      showToast(t("linkNotCopied", { link }), { bad: true });
    }
  };
  const idle = piece.generation_id === null;
  const toggle = (which: "details" | "history") => (panel === which ? close() : open(which));
  const items: (MenuItem | "rule")[] = [
    { label: t("details"), onSelect: () => open("details") },
    { label: t("history"), onSelect: () => open("history") },
    "rule",
    { label: t("copyLink"), onSelect: () => void copyLink() },
  ];
  if (rights.create) items.push({ label: t("duplicate"), disabled: !idle, onSelect: () => duplicate.mutate() });
  if (rights.write) {
    items.push("rule", { label: t("remove"), icon: "trash", danger: true, onSelect: () => remove.mutate() });
  }
  return (
    <>
      {(["details", "history"] as const).map((which) => (
        <Button key={which} kind="quiet" className={styles.opener} aria-pressed={panel === which} onClick={() => toggle(which)}>
          {t(which)}
        </Button>
      ))}
      <Menu label={t("moreActions")} kind="quiet" align="end" items={items}>
        <Icon name="more" />
      </Menu>
    </>
  );
}
