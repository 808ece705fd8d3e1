/**
 * Draws the charts of an exported page: as wide as the column, in the reader's theme, again when either
 * changes. It runs in the browser, after Vega, Vega-Lite and Vega-Embed, and finds the themes in #themes.
 * Vega's expression interpreter stands in for `eval`, which the page's policy forbids. A specification may come
 * from anyone: it loads nothing and links to nothing.
 */
export const CHART_SCRIPT = `(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const themes = JSON.parse(document.getElementById("themes").textContent);
  const NARROWEST = 120;
  const PICTURE = /^data:image\\/(png|jpeg|gif|webp);base64,/;
  const refuse = (address) => Promise.reject(new Error("A chart may load and link to nothing: " + address));
  const LOADER = {
    load: refuse, http: refuse, file: refuse,
    sanitize: (address, { context } = {}) =>
      context !== "href" && PICTURE.test(address) ? Promise.resolve({ href: address }) : refuse(address),
  };
  const PADDING = { left: 0, right: 2, top: 4, bottom: 4 };

  // A chart of several plots cannot fill its container by itself (Vega-Lite fits single plots only).
  const withWidth = (spec, width) => {
    if (Array.isArray(spec.vconcat)) return { ...spec, vconcat: spec.vconcat.map((plot) => withWidth(plot, width)) };
    if (!("mark" in spec) && !("layer" in spec)) return spec;
    if (spec.encoding && (spec.encoding.row || spec.encoding.column || spec.encoding.facet)) return spec;
    return { ...spec, width };
  };

  const charts = [...document.querySelectorAll("figure.chart")].map((figure) => ({
    figure,
    host: figure.querySelector(".live"),
    spec: JSON.parse(figure.querySelector("script").textContent),
    beside: 60, // what axes and labels take beside the plot; measured at the first drawing
    room: 0,
    turn: 0,
    result: null,
  }));

  const embed = async (chart, width) => {
    if (chart.result) chart.result.finalize();
    chart.result = await vegaEmbed(chart.host.firstChild, { ...withWidth(chart.spec, width), padding: PADDING }, {
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      ast: true,
      config: themes[theme()],
      tooltip: { theme: theme() },
      loader: LOADER,
    });
    return Number(chart.host.querySelector("svg").getAttribute("width"));
  };

  const draw = async (chart) => {
    const turn = ++chart.turn;
    chart.room = chart.host.clientWidth;
    if (chart.room === 0) return;
    try {
      if (!chart.host.firstChild) chart.host.append(document.createElement("div"));
      for (let attempt = 0; attempt < 3; attempt++) {
        const width = Math.max(NARROWEST, chart.room - chart.beside);
        const drawn = await embed(chart, width);
        if (turn !== chart.turn) return;
        if (Math.abs(drawn - chart.room) <= 1 || width === NARROWEST) break;
        chart.beside = Math.ceil(drawn - width);
      }
      chart.figure.classList.add("drawn");
    } catch (error) {
      chart.figure.classList.add("failed");
      console.error("A chart could not be drawn:", error);
    }
  };

  const drawAll = () => charts.reduce((before, chart) => before.then(() => draw(chart)), Promise.resolve());
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 120);
  };
  system.addEventListener("change", again);
  root.addEventListener("lr-theme", again);
  drawAll().then(() => {
    // Those in a fold are drawn when it is opened.
    const seen = charts.filter(({ room }) => room > 0);
    root.dataset.charts = seen.filter(({ figure }) => figure.classList.contains("drawn")).length + " of " + seen.length;
    new ResizeObserver(() => {
      if (charts.some(({ host, room }) => Math.abs(host.clientWidth - room) > 1)) again();
    }).observe(document.querySelector("main"));
  });
})();
`;
