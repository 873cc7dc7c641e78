import { soundSeconds } from "./sound-length.ts";
import { type CleanFile, cleanFile } from "./stored-files.ts";

/** A spoken message of a resident: a minute at most, in the forms that telephones record. */
export const maxVoiceBytes = 3 * 1024 * 1024;
const maxVoiceSeconds = 60;

/**
 * The recording, and how long it lasts by its own bytes; no seconds where they do not say, or say more than a minute.
 * @throws AppError of the file kernel
 */
export const cleanVoice = async (
  bytes: Buffer,
): Promise<{ file: CleanFile; seconds: number | undefined }> => {
  const file = await cleanFile(bytes, { kinds: ["mp3", "mp4"], maxBytes: maxVoiceBytes });
  const seconds = soundSeconds(file.bytes, file.extension);
  return {
    file,
    seconds:
      seconds === undefined || seconds > maxVoiceSeconds ? undefined : Math.max(1, Math.round(seconds)),
  };
};
