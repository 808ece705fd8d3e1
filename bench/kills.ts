/**
 * Kills a sweep with SIGKILL at random moments and resumes it: does every store end with the bytes of a sweep that
 * nobody interrupted?
 *
 *   npm run bench:kills -- [KILLS=100] [SEED=1]
 */
import { killAndResume, KILLS_SWEEP } from "./kill-and-resume";

async function main(sweeps: number, seed: number): Promise<void> {
  if (!Number.isSafeInteger(sweeps) || sweeps < 1 || !Number.isSafeInteger(seed) || seed < 0) {
    throw new Error("usage: npm run bench:kills -- [KILLS=100] [SEED=1]");
  }
  const { identical, kills, midway, problems } = await killAndResume(KILLS_SWEEP, {
    sweeps,
    kills: 1,
    seed,
    onSweep: (done) => {
      if (done % 10 === 0) console.error(`${done} of ${sweeps}`);
    },
  });
  for (const problem of problems) console.log(problem);
  console.log(`${sweeps} kills: ${identical} resumed identically`);
  console.log(`${kills} came before the sweep had ended, ${midway} with some of its runs done and some not`);
  if (identical < sweeps) process.exitCode = 1;
}

main(Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
