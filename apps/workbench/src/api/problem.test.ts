import assert from "node:assert/strict";
import { test } from "node:test";
import { asProblem, isRetryable, toProblem } from "./problem.ts";

test("a refusal of the server is shown in its own words, with the wrong fields and the number", () => {
  const problem = toProblem(
    422,
    {
      error: {
        code: "input.invalid",
        message: "有几处还需要改一下。",
        fields: { name: "请填写名称" },
        requestId: "r-1",
      },
    },
    "header",
  );
  assert.deepEqual(
    [problem.code, problem.message, problem.fields, problem.requestId],
    ["input.invalid", "有几处还需要改一下。", { name: "请填写名称" }, "r-1"],
  );
});

test("an answer that is not ours still gives a sentence that says what to do", () => {
  for (const body of [
    undefined,
    null,
    "<html>",
    [],
    { error: 1 },
    { error: { message: "", fields: { a: 1 } } },
  ]) {
    for (const status of [401, 403, 404, 413, 429, 500, 502, 503, 504]) {
      const problem = toProblem(status, body, "r-2");
      assert.match(problem.message, /[\u4e00-\u9fff]{4}/);
      assert.equal(problem.requestId, "r-2");
      assert.deepEqual(problem.fields, {});
    }
  }
});

test("only a failure that nobody decided is offered for another try", () => {
  const retryable = [0, 200, 401, 403, 404, 409, 422, 429, 500, 503].filter((status) =>
    isRetryable(toProblem(status, undefined, "")),
  );
  assert.deepEqual(retryable, [0, 429, 500, 503]);
});

test("a broken network and a fault of the page are told apart", () => {
  assert.equal(asProblem(new TypeError("Failed to fetch")).code, "network.unreachable");
  assert.equal(
    asProblem(new TypeError("NetworkError when attempting to fetch resource.")).code,
    "network.unreachable",
  );
  assert.equal(asProblem(new TypeError("x is undefined")).code, "page.unexpected");
  assert.equal(asProblem("text").code, "page.unexpected");
});
