import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { IssuedInvitation, Role } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { Field, Select, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { invitationsQuery } from "./invitations-query.ts";
import { invite } from "./invite.ts";
import { messages } from "./messages.ts";
import { ROLES } from "./roles.ts";
import styles from "./members.module.css";

/** Whom, and as what. */
export function InviteForm({ onIssued }: { onIssued: (issued: IssuedInvitation) => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("writer");
  const queries = useQueryClient();
  const t = useText(messages);
  const inviting = useMutation({
    mutationFn: invite,
    onSuccess: (issued) => {
      setEmail("");
      onIssued(issued);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  return (
    <form
      aria-label={t("invite")}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        inviting.mutate({ email: email.trim(), role });
      }}
    >
      <p className={styles.text}>{t("inviteText")}</p>
      <div className={styles.fields}>
        <Field label={t("email")}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              required
              maxLength={254}
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("role")}>
          {(control) => (
            <Select
              {...control}
              value={role}
              choices={ROLES.map((each) => ({ value: each, label: t(each) }))}
              onChoose={setRole}
            />
          )}
        </Field>
        <Button type="submit" kind="primary" busy={inviting.isPending}>
          {t("makeLink")}
        </Button>
      </div>
      <Refusal error={inviting.error} />
    </form>
  );
}
