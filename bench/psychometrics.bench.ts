import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../packages/numerics/src/index.ts";
import {
  calibrate,
  createResponses,
  limitedInformationFit,
  logistic,
} from "../packages/psychometrics/src/index.ts";
import type { BenchRow } from "./row.ts";

const persons = 10_000;
const items = 60;

/** A two-parameter test by seed: the same rows in every run. */
const simulate = (): number[][] => {
  const random = createRandom("psychometrics bench");
  const slopes = Array.from({ length: items }, () => 0.7 + 1.2 * random.next());
  const locations = Array.from({ length: items }, () => random.normal());
  return Array.from({ length: persons }, () => {
    const theta = random.normal();
    return slopes.map((a, item) => (random.next() < logistic(a * (theta - (locations[item] ?? 0))) ? 1 : 0));
  });
};

const cpuSeconds = <T>(work: () => T): { seconds: number; value: T } => {
  const before = process.cpuUsage();
  const value = work();
  const used = process.cpuUsage(before);
  return { seconds: (used.user + used.system) / 1e6, value };
};

/** One EM step as a textbook writes it: every person × item × node, arrays of arrays. */
const naiveStep = (rows: readonly number[][]): number => {
  const theta = Array.from({ length: 61 }, (_, q) => -6 + 0.2 * q);
  const right = Array.from({ length: items }, () => theta.map((t) => logistic(t)));
  let logLikelihood = 0;
  const expected = right.map(() => theta.map(() => 0));
  for (const row of rows) {
    const joint = theta.map((t, q) =>
      Math.exp(
        row.reduce(
          (sum, x, j) => sum + Math.log(x === 1 ? (right[j]?.[q] ?? 0) : 1 - (right[j]?.[q] ?? 0)),
          (-t * t) / 2,
        ),
      ),
    );
    const total = joint.reduce((sum, value) => sum + value, 0);
    logLikelihood += Math.log(total);
    for (const [j, x] of row.entries()) {
      const sums = expected[j] ?? [];
      if (x === 1) for (const [q, value] of joint.entries()) sums[q] = (sums[q] ?? 0) + value / total;
    }
  }
  return logLikelihood;
};

type Peer = { plain: number; errors: number; m2: number; logLikelihood: number };

/** R mirt on the same rows, where it is installed. */
const measureMirt = (rows: readonly number[][]): Peer | undefined => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-bench-"));
  try {
    writeFileSync(join(folder, "rows.csv"), rows.map((row) => row.join(",")).join("\n"));
    const script = `if (!requireNamespace("mirt", quietly = TRUE)) quit(status = 3)
      d <- read.csv("rows.csv", header = FALSE)
      cpu <- function(e) { t <- system.time(e); t[["user.self"]] + t[["sys.self"]] }
      plain <- cpu(m <- mirt::mirt(d, 1, "2PL", verbose = FALSE)); errors <- cpu(mirt::mirt(d, 1, "2PL", SE = TRUE, verbose = FALSE)); m2 <- cpu(mirt::M2(m))
      cat(plain, errors, m2, mirt::extract.mirt(m, "logLik"))`;
    const run = spawnSync("Rscript", ["-e", script], { cwd: folder, encoding: "utf8" });
    if (run.status !== 0) return undefined;
    const [plain = 0, errors = 0, m2 = 0, logLikelihood = 0] = run.stdout.trim().split(" ").map(Number);
    return { plain, errors, m2, logLikelihood };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Calibration and M2 of 10,000 persons on 60 items in CPU seconds, beside R mirt and a textbook's EM step. */
export const rows = async (): Promise<BenchRow[]> => {
  const table = simulate();
  const responses = createResponses(
    Array.from({ length: items }, (_, item) => `q${item + 1}`),
    table,
  );
  const peer = measureMirt(table);
  const plain = cpuSeconds(() => calibrate(responses, { model: "2pl", standardErrors: "none" }));
  const errors = cpuSeconds(() => calibrate(responses, { model: "2pl" }));
  const m2 = cpuSeconds(() => limitedInformationFit(plain.value, responses));
  const naive = cpuSeconds(() => naiveStep(table));
  const row = (name: string, value: number, theirs: number | undefined, share: number): BenchRow => ({
    name: `psychometrics: ${name}`,
    value,
    unit: "CPU s",
    target: `≤ ${share} × mirt`,
    ...(theirs === undefined ? {} : { ok: value <= share * theirs }),
    note: theirs === undefined ? "R mirt: not run (not installed)" : `R mirt ${theirs.toFixed(2)} CPU s`,
  });
  const steps = plain.value.convergence.iterations;
  return [
    row("2PL 10,000 × 60 without standard errors", plain.seconds, peer?.plain, 1),
    row("2PL 10,000 × 60 with observed information", errors.seconds, peer?.errors, 0.25),
    row("M2 of 60 items", m2.seconds, peer?.m2, 0.1),
    {
      name: "psychometrics: one EM step",
      value: (1000 * plain.seconds) / steps,
      unit: "CPU ms",
      note: `${steps} steps; a textbook's loops ${Math.round(1000 * naive.seconds)} CPU ms a step`,
    },
    {
      name: "psychometrics: highest memory of this process so far",
      value: process.resourceUsage().maxRSS / 1024,
      unit: "MiB",
      note: "node, data and all of the above in one process",
    },
    ...(peer === undefined
      ? []
      : [
          {
            name: "psychometrics: log-likelihood less mirt's",
            value: plain.value.logLikelihood - peer.logLikelihood,
            unit: "",
            target: "≥ -0.001",
            ok: plain.value.logLikelihood - peer.logLikelihood >= -0.001,
          },
        ]),
  ];
};
