// The page of a write-up in a real browser: charts drawn, the answer on the first screen, numbers that lead somewhere.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportWriteUp } from "../../src/jupyter";
import { writeUp } from "../../src/writeup";
import { smallTuning, type SmallTuning } from "../writeup/small-tuning";
import { Browser, findChromium } from "./chromium";

const chromium = findChromium();
const skip = chromium === undefined ? "no Chromium: set CHROMIUM_PATH" : false;

describe("the page of a write-up in a browser", { skip }, () => {
  let browser: Browser;
  let small: SmallTuning;
  let url: string;
  before(async () => {
    small = await smallTuning();
    const path = join(small.folder, "write-up.html");
    writeFileSync(path, exportWriteUp(writeUp(small.tuning, small.dataset, small.features)));
    url = pathToFileURL(path).href;
    browser = await Browser.start(chromium!);
  });
  after(async () => {
    await browser?.close();
    rmSync(small.folder, { recursive: true, force: true });
  });

  for (const [width, theme] of [
    [1000, "light"],
    [360, "dark"],
  ] as const) {
    test(`${width} pixels, ${theme}: all charts drawn, nothing wider than the page, no complaint, no request`, async () => {
      await browser.emulate({ width, theme });
      await browser.open(url);
      await browser.until("document.documentElement.dataset.charts");
      assert.equal(await browser.evaluate("document.documentElement.dataset.charts"), "5 of 5");
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      assert.equal(await browser.evaluate(overflow), 0);
      assert.deepEqual(browser.log.complaints, []);
      assert.deepEqual(
        browser.log.requests.filter((request) => request !== url && !request.startsWith("data:")),
        [],
      );
    });
  }

  test("the first screen says what to ship, how sure that is and what it cost", async () => {
    await browser.emulate({ width: 1000 });
    await browser.open(url);
    const box = await browser.evaluate<{ bottom: number; text: string }>(
      `(() => { const box = document.querySelector("header .lr-finding");
        return { bottom: box.getBoundingClientRect().bottom, text: box.textContent }; })()`,
    );
    assert.ok(box.bottom < 900, `the answer ends at ${box.bottom}`);
    for (const part of [/ship /, /On test the candidate gets/, /How sure:/, /It cost \d+ training runs/]) {
      assert.match(box.text, part);
    }
  });

  test("every number's link leads to a source on the page, which a reader's click shows", async () => {
    await browser.emulate({ width: 1000 });
    await browser.open(url);
    const lost = `[...document.querySelectorAll('a[href^="#s"]')].filter((a) => !document.querySelector(a.getAttribute("href"))).length`;
    assert.equal(await browser.evaluate(lost), 0);
    assert.ok((await browser.evaluate<number>(`document.querySelectorAll('a[href^="#s"]').length`)) > 100);
    const seen = await browser.evaluate<boolean>(
      `(() => { const link = document.querySelector('header a[href^="#s"]'); link.click();
        const { top } = document.querySelector(link.getAttribute("href")).getBoundingClientRect();
        return document.querySelector(":target").id === link.getAttribute("href").slice(1) && Number.isFinite(top); })()`,
    );
    assert.equal(seen, true);
  });
});
