import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import {
  environmentPrefixes,
  jupyterDataFolders,
  prefixDataFolder,
  userDataFolder,
} from "../../src/jupyter/data-folders";
import { temporaryFolder } from "./helpers";

// What the pages "Common Directories and File Locations" of Jupyter say for each system.
describe("the person's data folder of Jupyter", () => {
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ["linux", { HOME: "/home/ä b" }, "/home/ä b/.local/share/jupyter"],
    ["linux", { HOME: "/home/a", XDG_DATA_HOME: "/data" }, "/data/jupyter"],
    ["linux", { HOME: "/home/a", XDG_DATA_HOME: "/data", JUPYTER_DATA_DIR: "/own" }, "/own"],
    ["darwin", { HOME: "/Users/a" }, "/Users/a/Library/Jupyter"],
    ["darwin", { HOME: "/Users/a", XDG_DATA_HOME: "/data" }, "/Users/a/Library/Jupyter"],
    [
      "darwin",
      { HOME: "/Users/a", JUPYTER_PLATFORM_DIRS: "1" },
      "/Users/a/Library/Application Support/jupyter",
    ],
    ["darwin", { HOME: "/Users/a", JUPYTER_PLATFORM_DIRS: "False" }, "/Users/a/Library/Jupyter"],
    ["win32", { APPDATA: "/Users/a/AppData/Roaming" }, "/Users/a/AppData/Roaming/jupyter"],
    ["win32", { USERPROFILE: "/Users/a" }, "/Users/a/.jupyter/data"],
  ];
  for (const [platform, env, folder] of cases) {
    test(`${platform}: ${JSON.stringify(env)}`, () => {
      assert.equal(userDataFolder(env, platform), join(folder));
    });
  }
});

describe("where Jupyter looks", () => {
  test("JUPYTER_PATH, then the environment, then the person's folder, then the system's; nothing twice", () => {
    const env = {
      JUPYTER_PATH: ["/first", "", "/usr/share/jupyter"].join(delimiter),
      VIRTUAL_ENV: "/venv",
      CONDA_PREFIX: "/conda",
      HOME: "/home/a",
    };
    assert.deepEqual(jupyterDataFolders(env, "linux"), [
      "/first",
      "/usr/share/jupyter",
      prefixDataFolder("/venv"),
      prefixDataFolder("/conda"),
      join("/home/a/.local/share/jupyter"),
      "/usr/local/share/jupyter",
    ]);
    assert.deepEqual(environmentPrefixes({ VIRTUAL_ENV: "", CONDA_PREFIX: "/conda" }), ["/conda"]);
  });

  test("Windows has the folder of all its users", () => {
    assert.deepEqual(jupyterDataFolders({ APPDATA: "/a", PROGRAMDATA: "/all" }, "win32"), [
      join("/a/jupyter"),
      join("/all/jupyter"),
    ]);
  });

  test("a Jupyter on the PATH reads the folder beside itself, and the one that a link leads to", (t) => {
    const folder = temporaryFolder(t);
    const [real, links] = [join(folder, "tool", "bin"), join(folder, "links", "bin")];
    for (const path of [real, links]) mkdirSync(path, { recursive: true });
    writeFileSync(join(real, "jupyter"), "");
    try {
      symlinkSync(join(real, "jupyter"), join(links, "jupyter"));
    } catch {
      writeFileSync(join(links, "jupyter"), ""); // Windows lets not everyone link.
    }
    const found = jupyterDataFolders({ HOME: "/home/a", PATH: ["", links, real].join(delimiter) }, "linux");
    assert.ok(found.includes(join(folder, "links", "share", "jupyter")));
    if (process.platform !== "win32")
      assert.ok(found.some((path) => path.endsWith(join("tool", "share", "jupyter"))));
  });
});
