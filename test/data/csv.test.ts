import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, datasetFromCsv, parseCsv, readText } from "../../src/data";
import { decodeUtf8 } from "../../src/data/utf8";
import { InputError } from "../../src/errors";
import { checksAndRows, fixture, inputError } from "./fixtures";

const parseFile = async (name: string): Promise<ReturnType<typeof parseCsv>> =>
  parseCsv(await readText(fixture(name)), { file: name });

describe("readText", () => {
  test("drops the byte order mark", async () => {
    assert.ok((await readText(fixture("bom.csv"))).startsWith("text,intent"));
  });

  test("names the line of a byte that is not UTF-8", async () => {
    await assert.rejects(readText(fixture("bad-utf8.csv")), inputError("bad-utf8.csv: line 3: byte 0xE9"));
    await assert.rejects(readText(fixture("cut-off-utf8.csv")), inputError("line 3: byte 0xC3"));
  });

  test("knows UTF-16, workbooks, missing files and folders", async () => {
    await assert.rejects(readText(fixture("utf16.csv")), inputError("UTF-16", "save it as CSV in UTF-8"));
    await assert.rejects(readText(fixture("workbook.csv")), inputError("Excel workbook"));
    await assert.rejects(readText(fixture("none.csv")), inputError("none.csv: no such file"));
    await assert.rejects(readText(fixture(".")), inputError("folder, not a file"));
  });

  test("any bytes give text or an InputError whose line is right", () => {
    const random = createRandom(3);
    const pieces = ["a", "\n", "é", "👟", "\r\n", "\r"].map((piece) => [...Buffer.from(piece)]);
    let refused = 0;
    for (let round = 0; round < 500; round++) {
      const good = Array.from({ length: random.int(40) }, () => random.pick(pieces)).flat();
      // A continuation byte cannot follow a whole character.
      const bytes = Uint8Array.from([...good, 0x80, ...random.pick(pieces)]);
      const line = Buffer.from(good)
        .toString()
        .split(/\r\n|\r|\n/).length;
      assert.throws(() => decodeUtf8(bytes, "f"), inputError(`f: line ${line}: byte 0x80`));
      const noise = Uint8Array.from({ length: random.int(30) }, () => random.int(256));
      try {
        decodeUtf8(noise, "f");
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        refused++;
      }
    }
    assert.ok(refused > 100);
  });
});

describe("parseCsv", () => {
  test("reads cells as strings, with lines", async () => {
    const { columns, rows } = await parseFile("support.csv");
    assert.equal(columns.join(), "id,text,intent,clean_intent,split,family,slices,noise,agent");
    assert.equal(rows[0].cells[0], "007");
    assert.equal(rows[5].cells[1], "refund\nnow");
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2, 3, 4, 5, 6, 7],
    );
  });

  test("detects semicolons and tabs and says so; a comma needs no words", async () => {
    const clean = await parseFile("clean.csv");
    assert.deepEqual(clean.warnings, []);
    for (const [name, delimiter] of [
      ["semicolon", ";"],
      ["tab", "\t"],
    ]) {
      const table = await parseFile(`${name}.csv`);
      assert.equal(table.delimiter, delimiter);
      assert.deepEqual(table.rows, clean.rows);
      assert.deepEqual(checksAndRows(table.warnings), [["delimiter", []]]);
      assert.match(table.warnings[0].message, new RegExp(name));
    }
  });

  test("a delimiter inside quotes in the header does not count; a tie is an error, unless it is given", async () => {
    assert.deepEqual(parseCsv('"a,b,c";d\n1;2\n', { file: "f" }).columns, ["a,b,c", "d"]);
    await assert.rejects(
      parseFile("ambiguous-delimiter.csv"),
      inputError("line 1", "comma and semicolon", 'option "delimiter"'),
    );
    const text = await readText(fixture("ambiguous-delimiter.csv"));
    assert.deepEqual(parseCsv(text, { file: "f", delimiter: ";" }).columns, ["text,intent", "split"]);
  });

  test("header cells are trimmed, must differ, and get a name where they have none", async () => {
    assert.deepEqual(parseCsv(" a ,\tb\n1,2\n", { file: "f", delimiter: "," }).columns, ["a", "b"]);
    await assert.rejects(
      parseFile("duplicate-columns.csv"),
      inputError("line 1", '"text"', "columns 1 and 3"),
    );
    const unnamed = await parseFile("unnamed-column.csv");
    assert.equal(unnamed.columns[0], "column 1");
    assert.deepEqual(checksAndRows(unnamed.warnings), [["unnamed-column", [1]]]);
    await assert.rejects(parseFile("nameless.csv"), inputError("names no columns"));
    await assert.rejects(parseFile("empty.csv"), inputError("the file is empty"));
  });

  test("broken quoting names line and column", async () => {
    await assert.rejects(
      parseFile("quote-not-closed.csv"),
      inputError('line 4, column 1 ("text")', "never closed"),
    );
    await assert.rejects(
      parseFile("quote-inside.csv"),
      inputError('line 3, column 1 ("text")', "inside a cell"),
    );
    await assert.rejects(parseFile("text-after-quote.csv"), inputError("line 4, column 1", "closing quote"));
  });

  test("a ragged row is an error, with the line on which it begins", async () => {
    await assert.rejects(parseFile("ragged.csv"), inputError("line 5", "found 4 cells, expected 3", "comma"));
  });

  test("a cell over 1 MB is an error; 1 MB is not", () => {
    const csv = (cell: string): string => `text,intent\nshort,a\n${cell},b\n`;
    assert.equal(parseCsv(csv("x".repeat(1_000_000)), { file: "f" }).rows.length, 2);
    assert.throws(
      () => parseCsv(csv("x".repeat(1_000_001)), { file: "f" }),
      inputError('line 3, column 1 ("text")', "1000001 bytes"),
    );
    assert.throws(() => parseCsv(csv("é".repeat(500_001)), { file: "f" }), inputError("1000002 bytes"));
  });

  test("CRLF and CR read as LF does", () => {
    const unix = 'text,intent\n"two\nlines",a\n\nlast,b\n';
    const expected = parseCsv(unix, { file: "f" }).rows;
    assert.deepEqual(
      expected.map(({ line }) => line),
      [2, 5],
    );
    assert.deepEqual(parseCsv(unix.replace(/\n/g, "\r\n"), { file: "f" }).rows, expected);
    assert.deepEqual(parseCsv(unix.replace(/\n/g, "\r"), { file: "f" }).rows, expected);
  });

  test("tables written by RFC 4180 come back cell by cell, with their lines", () => {
    const random = createRandom(17);
    const alphabet = ["a", "7", " ", '"', ",", ";", "\t", "\n", "é", "👟", "=", "'"];
    for (let round = 0; round < 200; round++) {
      const delimiter = random.pick([",", ";", "\t"] as const);
      const width = 2 + random.int(3);
      const table = Array.from({ length: 1 + random.int(6) }, () =>
        Array.from({ length: width }, () =>
          Array.from({ length: random.int(8) }, () => random.pick(alphabet)).join(""),
        ),
      );
      const header = Array.from({ length: width }, (_, i) => `h${i}`);
      const lines: number[] = [];
      let csv = `${header.join(delimiter)}\n`;
      for (const cells of table) {
        lines.push(csv.split("\n").length);
        csv += `${cells.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(delimiter)}\n`;
      }
      const { rows } = parseCsv(csv, { file: "f" });
      assert.deepEqual(
        rows.map(({ cells }) => [...cells]),
        table,
      );
      assert.deepEqual(
        rows.map(({ line }) => line),
        lines,
      );
    }
  });

  test("garbage gives a data set or an InputError, never anything else", () => {
    const random = createRandom(23);
    const pieces = [
      "text",
      "intent",
      "split",
      "label",
      "train",
      "test",
      "dev",
      "id",
      "slices",
      "a",
      "b",
      "x y z",
    ];
    pieces.push(
      ",",
      ",",
      ",",
      ";",
      "\t",
      '"',
      '""',
      "\n",
      "\n",
      "\r",
      "\r\n",
      " ",
      "\0",
      "\u2028",
      "👟",
      "\ufeff",
    );
    const heads = ["", "text,intent\n", "text,intent,split\n", "id,text,intent,slices\n", "text;intent\n"];
    let read = 0;
    let refused = 0;
    for (let round = 0; round < 1500; round++) {
      const head = random.pick(heads);
      const rows = Array.from(
        { length: random.int(5) },
        () => `${random.int(99)} m,${random.pick(["x", "y"])}\n`,
      );
      const tail = Array.from({ length: random.int(12) }, () => random.pick(pieces)).join("");
      try {
        const csv = head + rows.join("") + (random.int(3) === 0 ? "" : tail);
        const dataset = datasetFromCsv(csv, { minPerIntent: 3 });
        assert.ok(dataset.intents.length >= 2);
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refused++;
      }
    }
    assert.ok(refused > 500, `${refused} refused`);
    // Whole files, so that some are read: six rows in any order, with one piece put in somewhere.
    for (let round = 0; round < 500; round++) {
      const rows = Array.from(
        { length: 12 },
        (_, i) => `message ${i * i * 37} ${i},${i % 2 === 0 ? "x" : "y"}\n`,
      );
      let csv = `text,intent\n${random.shuffle(rows).join("")}`;
      const at = random.int(csv.length);
      csv = csv.slice(0, at) + random.pick(pieces) + csv.slice(at);
      try {
        datasetFromCsv(csv, { minPerIntent: 3 });
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
    assert.ok(read > 100, `${read} read`);
  });
});
