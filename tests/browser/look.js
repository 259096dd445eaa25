/* Gives what is wrong with the page as it stands, in one theme and width.

   The rules about colours are asked in both themes, all others in the light one: a theme changes
   nothing but colours. In the widest window, which comes first, every text is judged; in the others
   only what is painted otherwise than it was before, or was not to be seen. */
async ({ theme, widest, tags, colours }) => {
  if (widest && theme === "light") window.painted = { light: new Map(), dark: new Map() };
  const fresh = remember(window.painted[theme]);
  const off = Object.fromEntries(colours.map((rule) => [rule, { enabled: false }]));
  const only = { type: "rule", values: colours };
  const found = [];
  if (theme === "light") await ask(document, { runOnly: tags, rules: widest ? {} : off });
  else if (widest) await ask(document, { runOnly: only });
  if (!widest && fresh.length) await ask({ include: fresh }, { runOnly: only });
  return found;

  async function ask(context, options) {
    const { violations } = await axe.run(context, { ...options, resultTypes: ["violations"] });
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes)
        found.push(`${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`);
  }

  /* Gives the texts and fields that are not painted as they were, and remembers them as they are. */
  function remember(before) {
    const grounds = new Map();
    return [...document.body.querySelectorAll("*")].filter((one) => {
      if (!says(one) || !one.checkVisibility({ visibilityProperty: true })) return false;
      const now = ink(one) + ground(one, grounds);
      const same = before.get(one) === now;
      before.set(one, now);
      return !same;
    });
  }

  function says(one) {
    const text = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    return one.matches("input, select, textarea") || [...one.childNodes].some(text);
  }

  function ink(one) {
    const style = getComputedStyle(one);
    const points = parseFloat(style.fontSize) * 0.75;
    const large = points >= 18 || (points >= 14 && style.fontWeight >= 700);
    return [style.color, large, style.textShadow, style.textDecorationLine].join();
  }

  /* Tells what an element stands on, and whether anything of that left its place. */
  function ground(one, known) {
    if (!one) return "";
    if (!known.has(one)) {
      const style = getComputedStyle(one);
      const { backgroundColor, backgroundImage, opacity, position, transform, filter } = style;
      const place = position === "relative" ? "static" : position;
      const own = [backgroundColor, backgroundImage, opacity, place, transform, filter].join();
      known.set(one, `${own}/${ground(one.parentElement, known)}`);
    }
    return known.get(one);
  }
}
