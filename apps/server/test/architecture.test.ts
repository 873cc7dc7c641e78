import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");

/** Which module may use the doors of which others: ARCHITECTURE §3, each edge by name. */
const moduleEdges: Readonly<Record<string, readonly string[]>> = {
  certificates: ["organisations", "identity", "trust", "teams", "orders"],
  commissioners: ["organisations", "identity", "teams", "orders"],
  returnees: ["organisations", "identity", "teams"],
  techniques: ["organisations", "identity", "teams", "orders", "commissioners"],
  complaints: ["organisations", "identity", "teams", "orders", "activities"],
  claims: ["organisations", "identity", "teams", "orders"],
  histories: ["organisations", "identity", "teams"],
  honoraria: ["organisations", "identity", "people", "contents", "questions", "orders"],
  personnel: ["organisations", "identity"],
  recruitments: ["organisations", "identity", "teams"],
  organisations: [],
  identity: ["organisations"],
  people: ["organisations", "identity"],
  trust: ["organisations", "identity", "people"],
  contents: ["organisations", "identity", "people"],
  channels: ["organisations", "identity", "people", "contents"],
  meetings: ["organisations", "identity"],
  inspections: ["organisations", "identity"],
  assessments: ["organisations", "identity"],
  occasions: ["organisations", "identity", "people", "contents"],
  policies: ["organisations", "identity", "people"],
  commons: ["organisations", "identity", "people", "contents", "channels"],
  readers: ["organisations", "identity", "people", "contents"],
  questions: ["organisations", "identity", "people", "contents"],
  rumours: ["organisations", "identity", "people", "contents", "channels"],
  teams: ["organisations", "identity", "people"],
  orders: ["organisations", "identity", "people", "contents", "channels", "teams"],
  plans: ["organisations", "identity", "people", "trust", "contents", "activities"],
  activities: ["organisations", "identity", "people", "contents", "occasions", "teams", "orders"],
  burdens: ["organisations"],
  packs: ["organisations", "identity", "trust", "burdens", "plans"],
};

/** Tables that others than their owner may read, with the reason. */
const sharedReads: Readonly<Record<string, string>> = {
  org_units: "the tree is the spine: scope, facts and roles join it",
};

type Source = { path: string; text: string; imports: readonly string[] };

const skipped = new Set(["node_modules", "dist", "__generated__", "fixtures", ".git", "data"]);

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|import\("([^"]+)"\)/g;

const sources: readonly Source[] = ["apps", "packages", "bench", "scripts"]
  .flatMap((folder) => listFiles(join(root, folder)))
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    return {
      path: relative(root, path),
      text,
      imports: [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? ""),
    };
  });

const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\/testing\/|\.e2e\.ts$|\/test\/|\/e2e\/|builders\.ts$|^bench\//.test(path);

/** The layer of a server file: kernel, ui, site, demo, a module's name, or the top. */
const layerOf = (path: string): string => {
  const found = /^apps\/server\/src\/(?:modules\/([^/]+)|(kernel|ui|site|demo|cli))\//.exec(path);
  return found === null ? "top" : (found[1] ?? found[2] ?? "top");
};

const none = (problems: readonly string[], rule: string): void =>
  assert.deepEqual(problems, [], `${rule}\n${problems.join("\n")}`);

test("the kernel knows no module and no page, components know no module", () => {
  const problems = sources.flatMap((source) => {
    const layer = layerOf(source.path);
    const banned =
      layer === "kernel"
        ? /^#(modules|ui|site|demo|server)\//
        : layer === "ui"
          ? /^#(modules|site|demo|server)\//
          : undefined;
    if (banned === undefined || isTest(source.path)) return [];
    return source.imports.filter((name) => banned.test(name)).map((name) => `${source.path} imports ${name}`);
  });
  none(problems, "Move the code up, or hand the value in from compose.ts.");
});

test("a module uses only the doors of the modules before it", () => {
  const problems = sources.flatMap((source) => {
    const layer = layerOf(source.path);
    const edges = moduleEdges[layer];
    return source.imports.flatMap((name) => {
      const target = /^#modules\/([^/]+)\/(.+)$/.exec(name);
      if (target === null) return [];
      const [, module = "", file = ""] = target;
      if (!isTest(source.path) && file !== "index.ts")
        return [`${source.path} imports ${name}: use its index.ts`];
      if (edges !== undefined && module !== layer && !edges.includes(module))
        return [`${source.path} imports ${name}: no such edge`];
      return [];
    });
  });
  none(
    problems,
    "Edges are listed at the top of architecture.test.ts; a lower module tells a higher one by an event.",
  );
});

test("every module in src/modules has its place in the order", () => {
  const folders = readdirSync(join(root, "apps/server/src/modules"));
  none(
    folders.filter((folder) => moduleEdges[folder] === undefined),
    "Add the module and its edges to architecture.test.ts.",
  );
});

test("relative imports stay inside their layer", () => {
  const problems = sources.flatMap((source) => {
    if (!source.path.startsWith("apps/server/src/") || layerOf(source.path) === "top") return [];
    const home = /^apps\/server\/src\/(?:modules\/[^/]+|[^/]+)/.exec(source.path)?.[0] ?? "";
    return source.imports
      .filter((name) => name.startsWith(".") && !name.endsWith("/package.json"))
      .filter((name) => !join(source.path, "..", name).startsWith(`${home}/`))
      .map((name) => `${source.path} imports ${name}`);
  });
  none(problems, "Name the layer: #kernel/… #ui/… #modules/y/index.ts #site/…");
});

test("every npm package that is imported is declared where it is used, and a shipped file needs no development package", () => {
  const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
  const manifests = new Map<string, { dependencies: Set<string>; all: Set<string> }>();
  const manifestOf = (path: string) => {
    const home = /^(apps|packages|tools)\/[^/]+/.exec(path)?.[0] ?? "";
    const known = manifests.get(home);
    if (known !== undefined) return known;
    const read = JSON.parse(readFileSync(join(root, home, "package.json"), "utf8")) as Record<
      string,
      Record<string, string> | undefined
    >;
    const names = (key: string): string[] => Object.keys(read[key] ?? {});
    const dependencies = new Set([...names("dependencies"), ...names("optionalDependencies")]);
    const made = { dependencies, all: new Set([...dependencies, ...names("devDependencies")]) };
    manifests.set(home, made);
    return made;
  };
  const rootManifest = manifestOf("package.json");
  const problems = sources.flatMap((source) =>
    source.imports.flatMap((name) => {
      if (name.startsWith(".") || name.startsWith("#") || builtin.has(name) || name.startsWith("node:"))
        return [];
      const packageName = name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/");
      const manifest = manifestOf(source.path);
      const shipped = source.path.includes("/src/") && !isTest(source.path);
      const declared = shipped
        ? manifest.dependencies.has(packageName)
        : manifest.all.has(packageName) ||
          rootManifest.all.has(packageName) ||
          manifestOf("apps/server/x").all.has(packageName);
      return declared ? [] : [`${source.path} imports ${name}`];
    }),
  );
  none(problems, "Declare it (exact version) in the package.json of the workspace that uses it.");
});

test("a table is written and read only by its owner", () => {
  const migrations = readdirSync(join(root, "apps/server/migrations"));
  const owners = new Map<string, string>();
  for (const file of migrations) {
    const owner = /^\d{4}_([a-z]+)_/.exec(file)?.[1] ?? "";
    const text = readFileSync(join(root, "apps/server/migrations", file), "utf8");
    for (const match of text.matchAll(/create table (?:if not exists )?(\w+)/g))
      owners.set(match[1] ?? "", owner);
  }
  const used =
    /(?:insertInto|updateTable|deleteFrom|selectFrom|innerJoin|leftJoin|rightJoin|mergeInto)\(\s*"(\w+)/g;
  const usedSql = /\b(?:from|join|into|update)\s+(\w+)\b/g;
  const problems = sources.flatMap((source) => {
    if (!source.path.startsWith("apps/server/src/") || isTest(source.path)) return [];
    const layer = layerOf(source.path);
    const names = [
      ...[...source.text.matchAll(used)].map((match) => match[1] ?? ""),
      ...[...source.text.matchAll(/sql(?:<[^`]*?>)?`([^`]*)`/g)].flatMap((match) =>
        [...(match[1] ?? "").matchAll(usedSql)].map((found) => found[1] ?? ""),
      ),
    ];
    return [...new Set(names)].flatMap((table) => {
      const owner = owners.get(table);
      if (owner === undefined || owner === layer || table in sharedReads) return [];
      // Reading what all modules record is what these two are for.
      if (owner === "kernel" && (layer === "trust" || layer === "cli" || layer === "demo")) return [];
      return [`${source.path} uses ${table}, which ${owner} owns`];
    });
  });
  none(problems, "Use the owner's door (index.ts).");
});

test("no file is longer than 500 lines and no folder is a drawer for anything", () => {
  none(
    sources.filter((source) => source.text.split("\n").length > 501).map((source) => source.path),
    "Split it by what it does.",
  );
  const drawers = new Set(["utils", "helpers", "common", "shared", "services", "managers", "lib", "misc"]);
  none(
    sources
      .filter((source) => source.path.split("/").some((part) => drawers.has(part)))
      .map((source) => source.path),
    "Name the folder after what is in it.",
  );
});

test("entry points are at most 40 lines", () => {
  const entries = ["main.ts", "worker.ts", "cli.ts"].map((name) => `apps/server/src/${name}`);
  none(
    sources
      .filter((source) => entries.includes(source.path) && source.text.trimEnd().split("\n").length > 40)
      .map((source) => source.path),
    "Move the work into server.ts or a module.",
  );
});

test("the clock is read in clock.ts, the environment in config.ts, and packages do neither", () => {
  const clockOwners = new Set(["apps/server/src/kernel/clock.ts"]);
  const environmentOwners =
    /^(apps\/server\/src\/(kernel\/(config|embedded-postgres|embedded-cluster|run-lock)\.ts|(main|worker|cli|run-process)\.ts|cli\/)|scripts\/|bench\/|apps\/server\/bin\/)/;
  const problems = sources.flatMap((source) => {
    if (
      isTest(source.path) ||
      source.path.startsWith("scripts/") ||
      source.path.startsWith("bench/") ||
      source.path.startsWith("apps/workbench/")
    )
      return [];
    const code = source.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
    const found: string[] = [];
    if (
      /\bDate\.now\(|\bnew Date\(\)/.test(code) &&
      !clockOwners.has(source.path) &&
      !source.path.includes("/islands/")
    )
      found.push(`${source.path} reads the clock`);
    if (/process\.env\b/.test(code) && !environmentOwners.test(source.path))
      found.push(`${source.path} reads the environment`);
    if (
      source.path.startsWith("packages/") &&
      !/-cli\//.test(source.path) &&
      !/\/src\/node[./]/.test(source.path) &&
      /\bMath\.random\(|from "node:(fs|net|http|child_process|worker_threads)/.test(code)
    )
      found.push(`${source.path} is not pure`);
    return found;
  });
  none(problems, "Take a Clock, a config value or a random source as an argument.");
});

test("scripts say in two comment lines what they are for", () => {
  const problems = sources
    .filter(
      (source) =>
        source.path.startsWith("scripts/") &&
        !isTest(source.path) &&
        !/^(#!.*\n)?\/\/ .+\n\/\/ .+/.test(source.text),
    )
    .map((source) => source.path);
  none(problems, "Start the script with two comment lines.");
});
