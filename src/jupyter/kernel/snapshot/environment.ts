/** Snapshots are made and started with Node's own settings: V8 refuses one that was made with others. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  delete environment.NODE_OPTIONS;
  return environment;
}
