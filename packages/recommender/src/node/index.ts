export { trainIalsInWorkers, type IalsTimes, type WorkerOptions } from "./train-ials.ts";
