import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");
const skipped = new Set(["node_modules", "dist", ".git", "data", ".cache", "fixtures"]);

const listPages = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listPages(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });

const pages = listPages(root).map((path) => ({ path, text: readFileSync(path, "utf8") }));
const readme = readFileSync(join(root, "README.md"), "utf8");
const chineseReadme = readFileSync(join(root, "README.zh-CN.md"), "utf8");

/** Text outside code, where brackets are links. */
const proseOf = (text: string): string => text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");

test("every relative link of the documentation leads to something", () => {
  const broken = pages.flatMap(({ path, text }) =>
    [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => decodeURI(target.split("#", 1)[0] ?? ""))
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(dirname(path), target)))
      .map((target) => `${relative(root, path)} → ${target}`),
  );
  assert.deepEqual(broken, []);
});

test("every test that the plan map names as its proof exists", () => {
  const listTests = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (skipped.has(entry.name)) return [];
      if (entry.isDirectory()) return listTests(join(folder, entry.name));
      return /\.(?:test|e2e)\.tsx?$/u.test(entry.name) ? [entry.name] : [];
    });
  const tests = new Set(["apps", "packages", "scripts"].flatMap((folder) => listTests(join(root, folder))));
  const map = readFileSync(join(root, "docs/plan-map.md"), "utf8");
  const named = [...map.matchAll(/[\w-]+\.(?:test|e2e)\.tsx?/gu)].map(([name]) => name);
  assert.ok(named.length > 100);
  assert.deepEqual(
    [...new Set(named)].filter((name) => !tests.has(name)),
    [],
  );
});

test("both READMEs have the same headings, pictures and commands", () => {
  const shapeOf = (text: string) => ({
    headings: [...text.matchAll(/^(#+) /gm)].map(([, marks]) => marks),
    pictures: [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target]) => target),
    commands: [...text.matchAll(/`((?:npm|npx) [^`]+)`/g)].map(([, command]) => command),
  });
  assert.deepEqual(shapeOf(chineseReadme), shapeOf(readme));
  assert.ok(shapeOf(readme).pictures.length > 0);
});

test("every npm command that the documentation names exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  }; // our own manifest
  const missing = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)]
      .map(([, named, short]) => named ?? short ?? "")
      .filter((name) => scripts[name] === undefined)
      .map((name) => `${relative(root, path)}: npm ${name}`),
  );
  assert.deepEqual(missing, []);
});

test("every npm command of the project has its script", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  }; // our own manifest
  const missing = Object.values(scripts)
    .map((command) => command.replace(/^node /, "").split(" ", 1)[0] ?? "")
    .filter((file) => !existsSync(join(root, file)));
  assert.deepEqual(missing, []);
});

test("every package stands in ARCHITECTURE.md and in the glossary, and in both READMEs", () => {
  const packages = readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "packages", entry.name, "package.json")))
    .map(({ name }) => name);
  assert.ok(packages.length >= 10);
  const missing = ["ARCHITECTURE.md", "docs/glossary.md", "README.md", "README.zh-CN.md"].flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return packages
      .filter((name) => !new RegExp(`[\\[\`]${name}[\\]\`]`).test(text))
      .map((name) => `${file}: ${name}`);
  });
  assert.deepEqual(missing, []);
});

test("every kepu command that the documentation names exists", () => {
  const commands = new Set(
    readdirSync(join(root, "apps/server/src/cli"))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => name.slice(0, -3)),
  );
  const missing = pages
    .filter(({ path }) => !/node_modules|packages\//.test(relative(root, path)))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/`(?:KEPU_BACKUP_KEY=… )?(?:npx )?kepu ([a-z]+)(?: ([a-z][a-z-]*))?/g)]
        .filter(([, first = "", second = ""]) => !commands.has(`${first}-${second}`) && !commands.has(first))
        .map(([whole]) => `${relative(root, path)}: ${whole}`),
    );
  assert.deepEqual(missing, []);
});
