import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { ProblemError } from "../../api/problem.ts";
import { Button } from "../../components/button.tsx";
import { Entrance } from "../../components/entrance.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { useText } from "../../lib/language.ts";
import { AcceptForm } from "./accept-form.tsx";
import { messages } from "./messages.ts";
import { invitationQuery } from "./open-invitation.ts";

/** Where an invitation's link leads: its token stands behind the `#`, which no server logs. */
export default function InvitationPage() {
  const token = useSyncExternalStore(subscribeToHash, () => location.hash.slice(1));
  const invitation = useQuery({ ...invitationQuery(token), enabled: token !== "" });
  const t = useText(messages);
  if (token === "") return <Refused reason={t("noToken")} />;
  if (invitation.isPending) return <Entrance title={t("tab")} lead={t("loading")} />;
  if (invitation.isError) {
    const { error } = invitation;
    // A refusal stays one; what was too fast or too far may be tried again.
    const final = error instanceof ProblemError && error.status < 500 && error.status !== 429;
    return <Refused reason={error.message} onRetry={final ? undefined : () => void invitation.refetch()} />;
  }
  return <AcceptForm key={token} token={token} invitation={invitation.data} />;
}

function subscribeToHash(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

function Refused({ reason, onRetry }: { reason: string; onRetry?: (() => void) | undefined }) {
  const t = useText(messages);
  return (
    <Entrance title={t("cannot")} tab={t("tab")} lead={<span role="alert">{reason}</span>}>
      <div>
        {onRetry ? (
          <Button onClick={onRetry}>{t("again")}</Button>
        ) : (
          <LinkButton href="/login">{t("toLogin")}</LinkButton>
        )}
      </div>
    </Entrance>
  );
}
