// A network that can be cut: everything goes through one door of ours, and when it is shut nothing answers, neither to a page
// nor to its service worker (the browser's own offline switch does not reach every worker).
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Network = {
  url: string;
  cut: () => Promise<void>;
  restore: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

export const openNetwork = async (target: string): Promise<Network> => {
  const { port: targetPort, hostname } = new URL(target);
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
    return socket;
  };
  const make = () =>
    createServer((client) => {
      const upstream = keep(connect(Number(targetPort), hostname));
      keep(client).pipe(upstream).pipe(client);
    });
  let server = make();
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "localhost", () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo; // it listens on a port
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return {
    url: `http://localhost:${port}`,
    cut,
    restore: async () => {
      server = make();
      await listen(port);
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await cut();
    },
  };
};
