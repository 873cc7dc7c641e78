// The yardstick: node:http sending the bytes it is handed, and nothing else.
import { createServer } from "node:http";

let body = Buffer.alloc(0);
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": body.length });
  response.end(body);
});

process.on("message", (message: { body?: string; ask?: "cpu" }) => {
  if (message.ask === "cpu") {
    process.send?.({ cpu: process.cpuUsage() });
    return;
  }
  body = Buffer.from(message.body ?? "", "base64");
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
  });
});
process.on("disconnect", () => process.exit(0));
