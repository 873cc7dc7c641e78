// npm run screenshots: builds, boots a fresh demonstration district and writes the pictures of the READMEs to docs/images.
// Needs Chromium; look at each picture before it is committed.
import { runBuilt } from "./run-built.mjs";

// The test runner's hooks end the database and the browser also when a picture fails.
await runBuilt(["--test", "--test-isolation=none", "--test-reporter=spec", "scripts/take-screenshots.ts"]);
