// What of accessibility a script can check, in the page as it stands; returns complaints.
const complaints = [];
const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const told = (element) => element.outerHTML.slice(0, 160);

const nameOf = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent;
  const written = element.matches("input, select, textarea, section") ? "" : element.textContent;
  return label ?? written;
};
const named = "a[href], button, input, select, textarea, summary, fieldset, section, [role], [tabindex]";
for (const element of document.querySelectorAll(named)) {
  if (seen(element) && !nameOf(element).trim()) complaints.push(`no name: ${told(element)}`);
}
for (const list of document.querySelectorAll("ol, ul")) {
  const strange = [...list.children].find((child) => child.tagName !== "LI");
  if (strange) complaints.push(`no item of its list: ${told(strange)}`);
}
for (const term of document.querySelectorAll("dt, dd")) {
  if (!term.closest("dl")) complaints.push(`a term outside a list: ${told(term)}`);
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
  complaints.push(`two elements have the id ${id}`);
}
for (const attribute of ["for", "aria-labelledby", "aria-describedby"]) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    for (const id of element.getAttribute(attribute).split(/\s+/)) {
      if (!document.getElementById(id)) complaints.push(`${attribute} names nothing: ${told(element)}`);
    }
  }
}
let before = 1;
for (const heading of [...document.querySelectorAll("h1, h2, h3, h4")].filter(seen)) {
  const level = Number(heading.tagName[1]);
  if (level > before + 1) complaints.push(`a level is left out: ${told(heading)}`);
  before = level;
}
if (document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])")) {
  complaints.push("something leaves the order of the page when Tab is pressed");
}

// Contrast: WCAG 2.2, 1.4.3.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
const ground = (element) => {
  if (!element) return rgba("white");
  const style = getComputedStyle(element);
  const own = rgba(style.backgroundColor);
  return own[3] === 1 ? own : over(own, ground(element.parentElement));
};
const luminance = (colour) => {
  const [r, g, b] = colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  const drawn = text.textContent.trim() && seen(element) && !element.closest(".unseen, .skip, :disabled");
  if (!drawn) continue;
  const below = ground(element);
  const style = getComputedStyle(element);
  const [light, dark] = [over(rgba(style.color), below), below].map(luminance).sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  const large = parseFloat(style.fontSize) >= 24;
  if (ratio < (large ? 3 : 4.5)) complaints.push(`contrast ${ratio.toFixed(2)}: ${told(element)}`);
}
return complaints;
