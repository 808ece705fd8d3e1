/** Runs before anything is drawn: says that there are scripts, and takes the theme that the reader chose before. */
export const EARLY_SCRIPT = `{
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("lr-lab-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {}
}`;

/**
 * What a reader can choose on a page, remembered where the browser allows it: the theme, and whether code is
 * folded or shown. It also marks the section that is read in the contents, opens the contents where there is
 * room, and lets the keyboard reach what scrolls sideways. Without it all text can still be read and all folds
 * opened.
 */
export const CONTROLS_SCRIPT = `(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const recall = (key) => { try { return localStorage.getItem("lr-lab-" + key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem("lr-lab-" + key, value); } catch {} };
  for (const controls of all(".controls")) controls.hidden = false;

  const theme = document.getElementById("theme");
  theme.value = root.dataset.theme || "system";
  theme.addEventListener("change", () => {
    if (theme.value === "system") delete root.dataset.theme;
    else root.dataset.theme = theme.value;
    remember("theme", theme.value);
    root.dispatchEvent(new Event("lr-theme"));
  });

  const code = document.getElementById("all-code");
  if (code) {
    const unfold = (open) => { for (const fold of all("details.code")) fold.open = open; };
    code.checked = recall("code") === "shown";
    if (code.checked) unfold(true);
    code.addEventListener("change", () => {
      unfold(code.checked);
      remember("code", code.checked ? "shown" : "folded");
    });
  }

  const contents = document.querySelector("nav.contents");
  if (contents) {
    const fold = contents.querySelector("details");
    // As wide as the style asks for a place beside the text.
    const wide = matchMedia("(min-width: 70rem)");
    const fit = () => { fold.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
    const sections = all("nav.contents a").map((link) => ({
      link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
    })).filter(({ heading }) => heading);
    let waiting = 0;
    const mark = () => {
      waiting = 0;
      const end = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
      const reached = end ? sections : sections.filter(({ heading }) => heading.getBoundingClientRect().top < 100);
      const current = reached.length > 0 ? reached[reached.length - 1].link : null;
      for (const { link } of sections) {
        if (link !== current) link.removeAttribute("aria-current");
        else if (!link.hasAttribute("aria-current")) {
          link.setAttribute("aria-current", "location");
          const { offsetTop, offsetHeight } = link;
          if (offsetTop < contents.scrollTop || offsetTop + offsetHeight > contents.scrollTop + contents.clientHeight)
            contents.scrollTop = offsetTop - contents.clientHeight / 2;
        }
      }
    };
    addEventListener("scroll", () => { waiting = waiting || requestAnimationFrame(mark); }, { passive: true });
    mark();
  }

  const reach = () => {
    for (const box of all("pre, .wide, .output.html, .math")) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls === (box.tabIndex === 0)) continue;
      if (scrolls) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", "Scrolls sideways");
      } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };
  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  reach();
})();
`;
