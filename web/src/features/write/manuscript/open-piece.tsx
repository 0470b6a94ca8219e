import { lazy, Suspense, useRef } from "react";
import { patiently } from "../../../api/connection.ts";
import { hasEnded } from "../../../api/events/progress.ts";
import { Page } from "../../../components/page.tsx";
import { useText } from "../../../lib/language.ts";
import { PieceDesk } from "../phases/piece-desk.tsx";
import { useRights } from "../phases/rights.ts";
import { PieceActions } from "../publish/piece-actions.tsx";
import { ScoresButton } from "../scores/scores-button.tsx";
import { showFirst } from "./findings/steps.ts";
import styles from "./manuscript.module.css";
import { messages } from "./messages.ts";
import { SaveNote } from "./saving/save-note.tsx";
import type { Tagged } from "./saving/save-piece.ts";
import { StreamLine } from "./streaming/stream-line.tsx";
import { TitleField } from "./title-field.tsx";
import { useOpenDesk } from "./use-open-desk.ts";

// A text can be read and written before these are there.
const Findings = lazy(() => patiently(() => import("./findings/findings.tsx")));
const Proposals = lazy(() => patiently(() => import("./proposals/proposals.tsx")));

/** A piece on the desk: its text, what keeps it safe, and what was found in it. */
export function OpenPiece({ tagged }: { tagged: Tagged }) {
  const piece = tagged.data;
  const t = useText(messages);
  const rights = useRights(piece.author.id);
  const sheet = useRef<HTMLDivElement>(null);
  const { host, desk, live, streaming, title, following, follow, stopping, stop } = useOpenDesk(
    tagged,
    sheet,
    rights.write,
  );
  const { state, outline } = live.view;
  const settle = desk && (() => desk.saver.flush());
  const writing = streaming && !hasEnded(state) && state !== "awaiting_outline";
  const mayAsk = rights.write && rights.generate;

  return (
    <Page
      title={title}
      titleHidden
      note={
        <span className={styles.note}>
          {streaming || !desk ? t("beingWritten") : <SaveNote desk={desk} />}
          {!streaming && <span>{t("words", { count: piece.word_count })}</span>}
        </span>
      }
      actions={
        <>
          {!streaming && <ScoresButton piece={piece} />}
          <PieceActions piece={piece} settle={settle} />
        </>
      }
    >
      <PieceDesk piece={piece} view={live.view} settle={settle} onFindings={() => desk && showFirst(desk)}>
        <div ref={sheet} className={styles.sheet}>
          <div className={styles.text}>
            {desk && !streaming && <TitleField desk={desk} readOnly={!rights.write} />}
            {writing && state !== "drafting" && outline && <p className={styles.planned}>{outline.title}</p>}
            <article ref={host} aria-label={t("manuscript")} />
            {live.failure && <p role="alert">{live.failure.message}</p>}
            {desk && mayAsk && !streaming && (
              <Suspense>
                <Proposals desk={desk} piece={piece} />
              </Suspense>
            )}
            {writing && (
              <StreamLine
                view={live.view}
                connected={live.connected}
                following={following}
                onFollow={follow}
                stopping={stopping}
                onStop={mayAsk ? stop : undefined}
              />
            )}
          </div>
          {desk && !streaming && (
            <Suspense>
              <Findings desk={desk} piece={piece} mayWrite={rights.write} />
            </Suspense>
          )}
        </div>
      </PieceDesk>
    </Page>
  );
}
