// A network that can be cut: everything goes through one door of ours, and while it is shut every connection is reset, that
// of a page and that of its service worker (the browser's own offline switch does not reach every worker). The door keeps its
// port while it is shut: a port given back could be taken by another test's server, which would then answer.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Network = {
  url: string;
  cut: () => void;
  restore: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
};

export const openNetwork = async (target: string): Promise<Network> => {
  const { port: targetPort, hostname } = new URL(target);
  const open = new Set<Socket>();
  let state: "up" | "cut" = "up";
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    if (state === "cut") {
      client.resetAndDestroy();
      return;
    }
    const upstream = keep(connect(Number(targetPort), hostname));
    keep(client).pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const cut = (): void => {
    state = "cut";
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://localhost:${port}`,
    cut,
    restore: () => {
      state = "up";
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
