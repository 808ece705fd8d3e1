const LIGHT = `
  --text: #1f2328; --quiet: #57606a; --back: #ffffff; --raised: #f6f8fa; --line: #d8dee4; --link: #0a5fa8;
  --accent: #0072b2; --good: #00795a; --bad: #b84a00; --bad-back: #fff1e8; --task-back: #eef6fb;
  --keyword: #8a3fa0; --string: #0a6e4f; --number: #9a4b00; --title: #0a5fa8; --red: #b3261e; --cyan: #0b6b7d;`;

const DARK = `
  --text: #e8eaed; --quiet: #a4acb6; --back: #15181d; --raised: #1d2127; --line: #343a43; --link: #7cc0f4;
  --accent: #56b4e9; --good: #3ecba2; --bad: #ff9a56; --bad-back: #33210f; --task-back: #16242e;
  --keyword: #d8a3ea; --string: #79d3ab; --number: #f0b476; --title: #7cc0f4; --red: #ff8a80; --cyan: #6fd6e6;`;

const PAPER = `
  --text: #000; --quiet: #444; --back: #fff; --raised: #f4f4f4; --line: #bbb; --link: #000; --accent: #0072b2;
  --good: #00795a; --bad: #b84a00; --bad-back: #fff; --task-back: #fff; --keyword: #000; --string: #000;
  --number: #000; --title: #000; --red: #000; --cyan: #000;`;

/** The colours: as the system says, or as the reader chose (data-theme); black on white on paper. */
export const THEME_STYLE = `
:root { color-scheme: light dark; ${LIGHT}
}
@media (prefers-color-scheme: dark) { :root { ${DARK}
} }
:root[data-theme="light"] { color-scheme: light; ${LIGHT}
}
:root[data-theme="dark"] { color-scheme: dark; ${DARK}
}
@media print { :root, :root[data-theme] { color-scheme: light; ${PAPER}
} }
`;
