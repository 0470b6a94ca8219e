import { useMutation, useQueryClient } from "@tanstack/react-query";
import { meQuery } from "../../../api/queries.ts";
import type { MemberAnswer } from "../../../api/schema.d.ts";
import { membersQuery } from "../../../api/members-query.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { messages } from "./messages.ts";
import { removeMember } from "./remove-member.ts";
import styles from "./members.module.css";

interface RemoveDialogProps {
  member: MemberAnswer;
  isSelf: boolean;
  open: boolean;
  onClose: () => void;
}

/** Asks before, because nothing brings a removed member's password and keys back. */
export function RemoveDialog({ member, isSelf, open, onClose }: RemoveDialogProps) {
  const queries = useQueryClient();
  const t = useText(messages);
  const removing = useMutation({
    mutationFn: () => removeMember(member),
    onSuccess: async () => {
      onClose();
      showToast(t("removed", { name: member.name }));
      await queries.invalidateQueries({ queryKey: isSelf ? meQuery.queryKey : membersQuery.queryKey });
    },
    // Somebody changed them in between: the next try is for what is now.
    onError: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
  const close = () => {
    removing.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("removeTitle", { name: member.name })}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {t("keep")}
          </Button>
          <Button kind="danger" busy={removing.isPending} onClick={() => removing.mutate()}>
            {t("removeName", { name: member.name })}
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <p>{t(isSelf ? "removeSelf" : "removeText")}</p>
        <Refusal error={removing.error} />
      </div>
    </Dialog>
  );
}
