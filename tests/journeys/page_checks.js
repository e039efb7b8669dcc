// What a page must keep besides axe's rules; returns one sentence for each breach.
() => {
  const breaches = [];
  const say = (element, what) => {
    const text = (element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
    breaches.push(`${what}: <${element.localName} class="${element.className}"> ${text}`);
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    breaches.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);

  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    return box.width > 1 && box.height > 1 && box.bottom > -scrollY;
  };
  const pressed = "a, button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(pressed)) {
    // A link within a sentence is as high as the sentence (WCAG 2.5.8, "Inline").
    const flow = getComputedStyle(element).display;
    const inline = element.localName === "a" && ["inline", "inline-block"].includes(flow);
    if (inline || !seen(element)) continue;
    const chosen = element.matches("[type=radio], [type=checkbox], [type=file]");
    const target = (chosen && element.closest("label")) || element;
    const { height } = target.getBoundingClientRect();
    if (height < 47.5) say(target, `only ${height.toFixed(1)} px high`);
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !seen(parent)) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 14) say(parent, `text of ${size} px`);
  }
  return breaches;
}
