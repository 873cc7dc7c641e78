export { findChangedSubtrees, type ChangedSubtree } from "./changed-subtrees.ts";
export {
  formatCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type ParsedCheckpoint,
  type VerifiedCheckpoint,
} from "./checkpoint.ts";
export { TransparencyLogError, type TransparencyLogErrorCode } from "./errors.ts";
export {
  appendToFrontier,
  createFrontier,
  parseFrontier,
  rootOfFrontier,
  serialiseFrontier,
  type CompleteNode,
  type Frontier,
} from "./frontier.ts";
export { HASH_BYTES, emptyRoot, leafHash, nodeHash, type HashSuite } from "./hashing.ts";
export {
  createLogVerifier,
  verifyLog,
  type LogEntry,
  type LogReport,
  type LogVerifier,
  type LogVerifierOptions,
  type TreeHead,
  type TreeHeadFailure,
} from "./log-verifier.ts";
export { createMemoryLog, type MemoryLog } from "./memory-log.ts";
export {
  consistencyProof,
  consistencyProofNodes,
  inclusionProof,
  inclusionProofNodes,
  rootFromNodes,
  rootNodes,
  type NodeReader,
} from "./proofs.ts";
export { openNote, signNote, type OpenedNote } from "./signed-note.ts";
export {
  createSigner,
  createVerifier,
  formatVerifier,
  parseVerifier,
  type NoteSigner,
  type NoteVerifier,
} from "./signing-keys.ts";
export type { EntryRange, NodePosition } from "./tree-shape.ts";
export {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from "./verify-proofs.ts";
