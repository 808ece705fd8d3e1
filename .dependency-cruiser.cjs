// Imports point one way. Each room may use the rooms before it and nothing of the edge.
const rooms = [
  "schedules|metrics|data",
  "features",
  "training",
  "signals",
  "evaluation",
  "tuning",
  "charts",
  "writeup",
];
const edge = "notebook|jupyter|cli";
const oneWay = rooms.slice(0, -1).map((room, i) => ({
  name: `${room.replace(/\|/g, "-")}-imports-backwards`,
  severity: "error",
  comment: "Imports point one way: schedules, metrics, data <- features <- ... <- writeup.",
  from: { path: `^src/(${room})/` },
  to: { path: `^src/(${[...rooms.slice(i + 1), edge].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: "leaves-stand-alone",
      severity: "error",
      comment: "schedules, metrics and data do not import each other.",
      from: { path: "^src/(schedules|metrics|data)/" },
      to: { path: "^src/(schedules|metrics|data)/", pathNot: "^src/$1/" },
    },
    {
      name: "nobody-imports-the-edge",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${edge})/|^src/index[.]ts$` },
      to: { path: `^src/(${edge})/` },
    },
    {
      name: "inner-rooms-import-nothing-of-node",
      severity: "error",
      comment: "The inner rooms run in a browser; in data, only the file readers touch the disk.",
      from: {
        path: `^src/(${rooms.join("|")})/`,
        pathNot:
          "^src/data/(files|phrase-bank)[.]ts$|^src/training/tfjs/backend[.]ts$|^src/tuning/worker(-pool)?[.]ts$|^src/tuning/store/(disk|temporary)[.]ts$",
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "danfo-only-in-data",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/data/" },
      to: { path: "danfojs" },
    },
    {
      name: "a-room-is-entered-by-its-index",
      severity: "error",
      comment: "Other rooms are imported by their index, not by a file inside them.",
      from: { path: "^src/([^/]+)/" },
      to: { path: "^src/[^/]+/.+", pathNot: "^src/$1/|^src/[^/]+/index[.]ts$" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
