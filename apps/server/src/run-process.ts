import { systemClock } from "#kernel/clock.ts";
import { readEnv, toConfig } from "#kernel/config.ts";
import { AppError } from "#kernel/errors.ts";
import { createLog } from "#kernel/log.ts";
import { toFolderError } from "#kernel/run-lock.ts";
import { toStartSentence } from "#kernel/start-messages.ts";
import type { SignIn } from "#demo/sign-in.ts";
import { boot, type BootOptions, type Running } from "./server.ts";

/** Exit code of a refused start: a person must mend something, restarting alone does not help (sysexits EX_CONFIG). */
export const refusedExitCode = 78;

/** Drain, jobs and database have their own limits; past this the process ends anyway. */
const stopLimitMs = 25_000;

const printSignIns = (signIns: readonly SignIn[]): void => {
  if (signIns.length === 0) return;
  console.log("\n演示账号 demonstration sign-ins（数据均为演示）：");
  for (const { role, account, password } of signIns) console.log(`  ${role}\t${account}\t${password}`);
  console.log("");
};

const seedDemo: BootOptions["seedDemo"] = async (system) => {
  const demo = await import("#demo/index.ts");
  return demo.seedDemo(system);
};

/** Prints what a person must mend; anything unexpected is shown whole. Returns the exit code. */
export const explainFailure = (thrown: unknown): number => {
  // The keys file is written before anything else can name the folder.
  const path = thrown instanceof Error && "path" in thrown ? String(thrown.path) : "";
  const error = path === "" ? thrown : toFolderError(thrown, path);
  const sentence = error instanceof AppError ? toStartSentence(error) : undefined;
  if (sentence === undefined) {
    console.error(error);
    return 1;
  }
  console.error(`\n✗ ${sentence}\n`);
  return refusedExitCode;
};

/** Runs a site or a worker until it is told to stop (SIGTERM, SIGINT, SIGHUP, or the end of the parent). */
export const runProcess = async (role: BootOptions["role"]): Promise<void> => {
  const begun = performance.now();
  let starting: Promise<Running> | undefined;
  let isStopping = false;
  const stop = (exitCode: number): void => {
    if (isStopping) return;
    isStopping = true;
    const end = (): never => process.exit(exitCode);
    // A start that is under way is finished first, so that it takes back what it made; one that hangs is cut.
    setTimeout(end, stopLimitMs).unref();
    if (starting === undefined) end();
    else starting.then(async (running) => running.stop()).then(end, end);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(0));
  process.on("disconnect", () => stop(0));
  try {
    const config = toConfig(readEnv(process.env));
    const log = createLog(config);
    const say = (sentence: string): void => console.log(`… ${sentence}`);
    starting = boot({ config, clock: systemClock, log, role, seedDemo, say });
    const running = await starting;
    const seconds = process.uptime().toFixed(1);
    if (role === "site") console.log(`\n✓ 湘江科普 已就绪 ready: ${running.url}  (${seconds} s)`);
    else log.info({ ms: Math.round(performance.now() - begun) }, "worker ready");
    process.send?.({ ready: true, url: running.url });
    running.databaseEnded
      .then(() => {
        explainFailure(new AppError("database.ended"));
        stop(1);
        return undefined;
      })
      .catch(explainFailure);
    running.demo.then(printSignIns, (error: unknown) => {
      if (!isStopping) log.error({ err: error }, "the demonstration district could not be finished");
    });
  } catch (error) {
    process.exit(explainFailure(error));
  }
};
