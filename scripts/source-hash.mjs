// A hash of everything that goes into the build, so that a start knows whether what stands in dist/ is current.
// Runs on Node 20; reads about 400 small files in some hundredths of a second.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./say.mjs";

const inputs = [
  "apps/server/src",
  "apps/server/package.json",
  "apps/workbench/src",
  "apps/workbench/build.mjs",
  "packages",
  "scripts/build.mjs",
  "package-lock.json",
];
const skipped = /(^|\/)(node_modules|dist|fixtures)$|\.(test|e2e)\.tsx?$/;

const listFiles = (path) => {
  if (skipped.test(path) || !existsSync(path)) return [];
  const isFolder = (() => {
    try {
      return readdirSync(path, { withFileTypes: true });
    } catch {
      return undefined;
    }
  })();
  if (isFolder === undefined) return [path];
  return isFolder
    .map((entry) => entry.name)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
};

export const hashSources = () => {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => listFiles(join(root, input)))) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
};

export const buildStamp = join(root, "apps/server/dist/.source-hash");

export const isBuilt = () => existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === hashSources();
