import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InvitationAnswer, IssuedInvitation } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { Failure } from "../../../components/failure.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { Group } from "../part.tsx";
import { invitationsQuery } from "./invitations-query.ts";
import { InviteForm } from "./invite-form.tsx";
import { IssuedLink } from "./issued-link.tsx";
import { messages } from "./messages.ts";
import { withdraw } from "./withdraw.ts";
import styles from "./members.module.css";

/** Make a link; take back those that are open. */
export function Invitations() {
  const [issued, setIssued] = useState<IssuedInvitation>();
  const invitations = useQuery(invitationsQuery);
  const t = useText(messages);
  return (
    <>
      <Group title={t("invite")}>
        <InviteForm onIssued={setIssued} />
        {issued && <IssuedLink key={issued.id} issued={issued} onDone={() => setIssued(undefined)} />}
      </Group>
      <Group title={t("open")}>
        {invitations.isError && (
          <Failure error={invitations.error} onRetry={() => void invitations.refetch()} />
        )}
        {invitations.data?.items.length === 0 && <p className={styles.none}>{t("noneOpen")}</p>}
        <ul>
          {invitations.data?.items.map((invitation) => (
            <OpenRow
              key={invitation.id}
              invitation={invitation}
              onWithdrawn={() => {
                if (issued?.id === invitation.id) setIssued(undefined);
              }}
            />
          ))}
        </ul>
      </Group>
    </>
  );
}

function OpenRow({ invitation, onWithdrawn }: { invitation: InvitationAnswer; onWithdrawn: () => void }) {
  const queries = useQueryClient();
  const t = useText(messages);
  const format = useFormat();
  const { email } = invitation;
  const withdrawing = useMutation({
    mutationFn: () => withdraw(invitation),
    onSuccess: () => {
      onWithdrawn();
      showToast(t("withdrawn", { email }));
    },
    onError: (error) => showToast(t("failed", { reason: error.message }), { bad: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const date = format.date(invitation.expires_at);
  const facts = [t(invitation.role), t(invitation.state === "open" ? "until" : "expired", { date })];
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>{email}</span>
        <span className={styles.note}>{facts.join(" · ")}</span>
      </div>
      <Button
        kind="quiet"
        aria-label={t("withdrawFor", { email })}
        busy={withdrawing.isPending}
        onClick={() => withdrawing.mutate()}
      >
        {t("withdraw")}
      </Button>
    </li>
  );
}
