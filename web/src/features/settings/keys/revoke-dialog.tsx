import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { KeyAnswer } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { keysQuery } from "./keys-query.ts";
import { messages } from "./messages.ts";
import { revokeKey } from "./revoke-key.ts";
import styles from "./keys.module.css";

interface RevokeDialogProps {
  apiKey: KeyAnswer;
  open: boolean;
  onClose: () => void;
  onRevoked: () => void;
}

/** Asks before, because nothing brings a revoked key back to the programs that have it. */
export function RevokeDialog({ apiKey, open, onClose, onRevoked }: RevokeDialogProps) {
  const queries = useQueryClient();
  const t = useText(messages);
  const { name } = apiKey;
  const revoking = useMutation({
    mutationFn: () => revokeKey(apiKey),
    onSuccess: () => {
      onClose();
      onRevoked();
      showToast(t("revoked", { name }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const close = () => {
    revoking.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("revokeTitle", { name })}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {t("keep")}
          </Button>
          <Button kind="danger" busy={revoking.isPending} onClick={() => revoking.mutate()}>
            {t("revokeName", { name })}
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <p>{t("revokeText")}</p>
        <Refusal error={revoking.error} />
      </div>
    </Dialog>
  );
}
