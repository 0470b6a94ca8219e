import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from "react";
import { hasEnded } from "../../../api/events/progress.ts";
import { useGeneration } from "../../../api/events/use-generation.ts";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { usePanel } from "../phases/panel.ts";
import { pieceQuery } from "../piece-query.ts";
import { stopGeneration } from "../stop-generation.ts";
import { Desk } from "./desk.ts";
import { citationClicks } from "./editor/citation-clicks.ts";
import { setNames, setReadOnly, type Names } from "./editor/setup.ts";
import { messages } from "./messages.ts";
import type { Tagged } from "./saving/save-piece.ts";
import { Feed } from "./streaming/feed.ts";
import { useFollow } from "./streaming/use-follow.ts";
import { useDesk } from "./use-desk.ts";

const titleOf = (desk: Desk) => desk.title;

/**
 * Opens a piece in an editor at `host`, streams its generation in, and keeps both in line with the
 * server. `inside` lies within what scrolls.
 */
export function useOpenDesk(tagged: Tagged, inside: RefObject<HTMLElement | null>, mayWrite: boolean) {
  const { id, generation_id: writer } = tagged.data;
  const t = useText(messages);
  const queries = useQueryClient();
  const { showPassage } = usePanel();
  const { following, keepUp, latch } = useFollow(inside);
  const [desk, setDesk] = useState<Desk>();
  const feed = useRef<Feed>(null);
  const streaming = writer !== null;
  const [run, setRun] = useState(0);
  const live = useGeneration(writer ?? undefined, (change, fold) => feed.current?.take(change, fold), run);

  const names = (): Names => ({ text: t("manuscript"), citation: (number) => t("citation", { number }) });
  const onCitation = useEffectEvent(showPassage);
  const open = useEffectEvent((parent: HTMLElement) => {
    const opened = new Desk({
      parent,
      piece: tagged,
      names: names(),
      streaming,
      onSaved: (saved) => queries.setQueryData(pieceQuery(saved.data.id).queryKey, saved),
      extensions: citationClicks((number) => onCitation(number)),
    });
    feed.current = new Feed(opened, keepUp);
    setDesk(opened);
    if (opened.restored) showToast(t("restored"));
    return opened;
  });
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const opened = open(host.current);
    return () => {
      feed.current?.halt();
      opened.close();
      setDesk(undefined);
    };
  }, [id]);

  useEffect(() => desk?.meet(tagged), [desk, tagged]);
  useEffect(() => {
    if (desk) setReadOnly(desk.view, streaming || !mayWrite);
  }, [desk, streaming, mayWrite]);
  const rename = useEffectEvent((opened: Desk) => setNames(opened.view, names()));
  useEffect(() => {
    if (desk) rename(desk);
  }, [desk, t]);

  const ended = hasEnded(live.view.state);
  useEffect(() => {
    if (writer === null || !ended) return;
    const { queryKey } = pieceQuery(id);
    void queries.invalidateQueries({ queryKey }).then(() => {
      // It is written on already: somebody was faster than this answer.
      if (queries.getQueryData(queryKey)?.data.generation_id === writer) setRun((before) => before + 1);
    });
  }, [writer, ended, id, queries]);
  useEffect(() => {
    if (streaming) feed.current?.go();
  }, [streaming, run]);

  const stop = useMutation({
    mutationFn: () => stopGeneration(writer ?? ""),
    // Not a character more once it is pressed, whenever the server's answer comes.
    onMutate: () => feed.current?.halt(),
    onSuccess: () => queries.invalidateQueries({ queryKey: pieceQuery(id).queryKey }),
    onError: (error) => {
      feed.current?.go();
      showToast(error.message, { bad: true });
    },
  });
  return {
    host,
    desk,
    live,
    streaming,
    title: useDesk(desk, titleOf) ?? tagged.data.title,
    following,
    follow: latch,
    stopping: stop.isPending,
    stop: () => stop.mutate(),
  };
}
