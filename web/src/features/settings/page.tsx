import { useQuery } from "@tanstack/react-query";
import { healthQuery, meQuery } from "../../api/queries.ts";
import { Page } from "../../components/page.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { useText } from "../../lib/language.ts";
import { Appearance } from "./appearance.tsx";
import { membersQuery } from "./members-query.ts";
import { messages } from "./messages.ts";
import { Part, Row } from "./part.tsx";

/** What belongs to this browser, this server and this workspace. */
export default function SettingsPage() {
  const me = useQuery(meQuery).data;
  const health = useQuery(healthQuery).data;
  const members = useQuery(membersQuery).data?.items ?? [];
  const t = useText(messages);
  return (
    <Page title={t("title")} narrow>
      <Appearance />
      {health && (
        <Part title={t("server")}>
          <Row name={t("model")}>{health.provider}</Row>
          <Row name={t("database")}>
            <StatusDot shape={health.database === "healthy" ? "full" : "bad"} label={t(health.database)} />
          </Row>
        </Part>
      )}
      {me && (
        <Part title={t("workspace")}>
          <Row name={me.workspace.name}>{t(me.role)}</Row>
          <Row name={t("signedInAs")}>{me.auth === "none" ? t("noLogin") : me.user.email}</Row>
        </Part>
      )}
      {me?.auth === "password" && (
        <Part title={t("members")}>
          {members.map((member) => (
            <Row key={member.id} name={member.name}>
              {t(member.role)}
            </Row>
          ))}
        </Part>
      )}
    </Page>
  );
}
