export { createEndpointEmbedder, type EndpointOptions } from "./embedding-endpoint.ts";
