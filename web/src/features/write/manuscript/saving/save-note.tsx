import { lazy, Suspense, useState } from "react";
import { patiently } from "../../../../api/connection.ts";
import { Button } from "../../../../components/button.tsx";
import { useFormat } from "../../../../lib/format.ts";
import { useText } from "../../../../lib/language.ts";
import { useNow } from "../../../../lib/use-now.ts";
import type { Desk } from "../desk.ts";
import { useDesk } from "../use-desk.ts";
import { messages } from "../messages.ts";

const StaleDialog = lazy(() => patiently(() => import("./stale-dialog.tsx")));

const savednessOf = (desk: Desk) => desk.savedness;

/** Whether the server has every key, since when, and what there is to decide. */
export function SaveNote({ desk }: { desk: Desk }) {
  const t = useText(messages);
  const state = useDesk(desk, savednessOf);
  const [later, setLater] = useState<unknown>();
  switch (state.kind) {
    case "saved":
      return state.at === undefined ? <span>{t("saved")}</span> : <SavedAgo at={state.at} />;
    case "unsaved":
    case "saving":
      return <span>{t("saving")}</span>;
    case "waiting":
      return <span role="status">{state.why === undefined ? t("away") : t("waitingSince", { why: state.why })}</span>;
    case "refused":
      return <span role="alert">{t("refused", { why: state.why })}</span>;
    case "stale":
      return (
        <>
          <span role="status">{t("stale")}</span>
          <Button small onClick={() => setLater(undefined)}>
            {t("choose")}
          </Button>
          {later !== state && (
            <Suspense>
              <StaleDialog desk={desk} theirs={state.theirs} onLater={() => setLater(state)} />
            </Suspense>
          )}
        </>
      );
  }
}

function SavedAgo({ at }: { at: number }) {
  const t = useText(messages);
  const format = useFormat();
  const now = useNow(5000);
  return <span>{t("savedAgo", { ago: format.ago(new Date(at), now) })}</span>;
}
