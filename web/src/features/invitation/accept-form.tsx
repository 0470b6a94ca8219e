import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { ProblemError } from "../../api/problem.ts";
import { meQuery } from "../../api/queries.ts";
import type { OpenedInvitation } from "../../api/schema.d.ts";
import { useTheirAppearance } from "../../api/use-appearance.ts";
import { Button } from "../../components/button.tsx";
import { Entrance, EntranceForm } from "../../components/entrance.tsx";
import { Field, TextInput } from "../../components/field.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { messages } from "./messages.ts";

/** Name and password; afterwards one is inside, on the desk. */
export function AcceptForm({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [, go] = useLocation();
  const queries = useQueryClient();
  const showTheirs = useTheirAppearance();
  const t = useText(messages);
  const format = useFormat();
  const joining = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: (me) => {
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
      go("/", { replace: true });
      void showTheirs();
    },
  });
  const known = invitation.has_account;
  const wrong = joining.error instanceof ProblemError && joining.error.status === 401;
  return (
    <Entrance
      title={t("title", { workspace: invitation.workspace })}
      tab={t("tab")}
      lead={t("lead", {
        name: invitation.invited_by,
        email: invitation.email,
        role: t(invitation.role),
        date: format.date(invitation.expires_at),
      })}
    >
      <EntranceForm
        error={wrong ? undefined : joining.error?.message}
        // Who has an account has a name, which the server keeps.
        onSubmit={() => joining.mutate({ token, name: known ? invitation.email : name.trim(), password })}
      >
        {/* For password managers: whose password it will be. */}
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        {!known && <Field label={t("name")} hint={t("nameHint")}>
          {(control) => (
            <TextInput
              {...control}
              autoComplete="name"
              required
              maxLength={200}
              pattern=".*\S.*"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>}
        <PasswordField
          label={t(known ? "oldPassword" : "newPassword")}
          hint={t(known ? "oldPasswordHint" : "newPasswordHint")}
          kind={known ? "current" : "new"}
          value={password}
          onChange={setPassword}
          error={wrong ? joining.error?.message : undefined}
        />
        <Button type="submit" kind="primary" busy={joining.isPending}>
          {t("join")}
        </Button>
      </EntranceForm>
    </Entrance>
  );
}
