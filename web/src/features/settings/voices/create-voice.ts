import { api, unwrap } from "../../../api/client.ts";
import type { VoiceOut, VoiceSave } from "../../../api/schema.d.ts";

/** Keep a new voice. */
export function createVoice(voice: VoiceSave): Promise<VoiceOut> {
  return unwrap(api.POST("/api/voices", { body: voice }));
}
