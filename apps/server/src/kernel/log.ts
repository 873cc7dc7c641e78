import { pino, type DestinationStream, type Logger } from "pino";
import type { Config } from "./config.ts";

/** JSON lines with request ids. What could hold personal data is cut here as a second net; callers do not log it. */
export const createLog = (config: Pick<Config, "logLevel">, destination?: DestinationStream): Logger => {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "req.headers",
        "body",
        "phone",
        "*.phone",
        "password",
        "*.password",
        "code",
        "*.token",
        "name",
        "*.fullName",
      ],
      remove: true,
    },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? { type: error.name, message: error.message.slice(0, 300), stack: error.stack }
          : { message: "unknown" },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
