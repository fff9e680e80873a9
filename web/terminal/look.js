// The terminal's look: the page's own custom properties, which are other colours in light and in dark.

// The sixteen colours of ANSI, by xterm's names.
const ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Gives the terminal the page's colours, now and whenever the page changes them. Returns what ends that. */
export function followTheme(xterm, parent) {
  const adapt = () => (xterm.options.theme = theme(parent));
  const observer = new MutationObserver(adapt);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", adapt);
  adapt();
  return () => {
    observer.disconnect();
    system.removeEventListener("change", adapt);
  };
}

/** The page's font for code. */
export function font(parent) {
  const { fontFamily, fontSize } = getComputedStyle(parent);
  return { fontFamily, fontSize: Math.round(Number.parseFloat(fontSize)), lineHeight: 1.25 };
}

/** How places that were found are drawn. */
export function searchColours(parent) {
  return colours(parent, (colour) => ({
    matchBackground: hex(colour("--console-found")),
    activeMatchBackground: hex(colour("--console-found-now")),
    matchOverviewRuler: hex(colour("--console-found")),
    activeMatchColorOverviewRuler: hex(colour("--console-found-now")),
  }));
}

function theme(parent) {
  return colours(parent, (colour) => {
    const ansi = ANSI.flatMap((name) => [
      [name, colour(`--ansi-${name}`)],
      [`bright${name[0].toUpperCase()}${name.slice(1)}`, colour(`--ansi-bright-${name}`)],
    ]);
    return {
      ...Object.fromEntries(ansi),
      background: colour("--console"),
      foreground: colour("--console-ink"),
      cursor: colour("--console-ink"),
      cursorAccent: colour("--console"),
      selectionBackground: colour("--console-selected"),
    };
  });
}

/** Hands on a function that gives a custom property's colour as it is now: a property itself keeps both themes'. */
function colours(parent, use) {
  const probe = parent.appendChild(document.createElement("span"));
  try {
    return use((property) => {
      probe.style.color = `var(${property})`;
      return getComputedStyle(probe).color;
    });
  } finally {
    probe.remove();
  }
}

/** `rgb(1, 2, 3)` as `#010203`, which is all that the search takes. */
function hex(colour) {
  const [red, green, blue] = colour.match(/\d+/g).map(Number);
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
