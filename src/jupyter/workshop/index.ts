export { COPIES, workshopCopy, type Copy } from "./copies";
export type { DataFile } from "./data-files";
export { exercisesOf, type Exercise } from "./exercises";
export { markOf, type CopyMark } from "./mark";
export { proofCopy, proofsOf, type Answer, type ExerciseProof } from "./proof";
export { readyCopy, refuseWorkedIn, writeCopies, type ReadyCopy } from "./write-copies";
