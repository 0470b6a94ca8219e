import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { ProblemError } from "../../api/problem.ts";
import { meQuery } from "../../api/queries.ts";
import { useTheirAppearance } from "../../api/use-appearance.ts";
import { Button } from "../../components/button.tsx";
import { Entrance, EntranceForm } from "../../components/entrance.tsx";
import { Field, TextInput } from "../../components/field.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import { nextPlace } from "./next-place.ts";
import { signIn } from "./sign-in.ts";

/** The way in, on servers with members. */
export default function LoginPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [given] = useSearchParams();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const showTheirs = useTheirAppearance();
  const t = useText(messages);
  const next = nextPlace(given.get("next"));
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
      go(next, { replace: true });
      void showTheirs();
    },
  });
  const wrong = entering.error instanceof ProblemError && entering.error.status === 401;
  return (
    <Entrance title={t("title")} lead={t(next === "/" ? "lead" : "goOn")} foot={t("forgotten")}>
      <EntranceForm
        error={wrong ? undefined : entering.error?.message}
        onSubmit={() => entering.mutate({ email, password })}
      >
        <Field label={t("email")}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <PasswordField
          label={t("password")}
          kind="current"
          value={password}
          onChange={setPassword}
          error={wrong ? entering.error?.message : undefined}
        />
        <Button type="submit" kind="primary" busy={entering.isPending}>
          {t("signIn")}
        </Button>
      </EntranceForm>
    </Entrance>
  );
}
