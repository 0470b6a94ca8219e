import { useQuery } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries.ts";
import { useText } from "../../../lib/language.ts";
import { Group, Row, Rows } from "../part.tsx";
import { messages } from "./messages.ts";
import { PasswordForm } from "./password-form.tsx";

/** Who is signed in, where, as what; and their password. */
export default function Account() {
  const me = useQuery(meQuery).data;
  const t = useText(messages);
  return (
    me && (
      <>
        <Rows>
          <Row name={t("name")}>{me.user.name}</Row>
          <Row name={t("email")}>{me.user.email}</Row>
          <Row name={t("workspace")}>{me.workspace.name}</Row>
          <Row name={t("role")}>{t(me.role)}</Row>
        </Rows>
        <Group title={t("password")}>
          <PasswordForm email={me.user.email} />
        </Group>
      </>
    )
  );
}
