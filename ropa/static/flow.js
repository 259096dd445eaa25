// Zooms and pans pictures. Without it they scroll.
"use strict";

(() => {
  for (const box of document.querySelectorAll("[data-flow]")) {
    const frame = box.querySelector(".flow");
    const svg = frame.querySelector("svg");
    const tools = box.querySelector(".zoom");
    const said = tools.querySelector("[role=status]");
    const full = Number(svg.getAttribute("width"));
    let size = svg.getBoundingClientRect().width / full;
    let waiting = 0;

    // What lies under the point x, y of the frame stays there.
    const zoom = (to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
      const next = Math.min(4, Math.max(0.1, to));
      const by = next / size;
      const [left, top] = [(frame.scrollLeft + x) * by - x, (frame.scrollTop + y) * by - y];
      frame.classList.add("zoomed");
      svg.style.width = `${full * next}px`;
      frame.scrollTo(left, top);
      size = next;
      clearTimeout(waiting);
      waiting = setTimeout(() => { said.textContent = `${Math.round(size * 100)} %`; }, 150);
    };
    const fit = () => {
      frame.classList.add("zoomed");
      const { width, height } = svg.viewBox.baseVal;
      zoom(Math.min(full, frame.clientWidth, (innerHeight * 0.75 * width) / height) / full);
    };
    const turn = { in: () => zoom(size * 1.25), out: () => zoom(size / 1.25), fit };
    const keys = { "+": turn.in, "=": turn.in, "-": turn.out, 0: fit };

    tools.hidden = false;
    frame.scrollTop = (frame.scrollHeight - frame.clientHeight) / 2;
    tools.addEventListener("click", (event) => turn[event.target.dataset.zoom]?.());
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const at = frame.getBoundingClientRect();
      zoom(size * 2 ** (-event.deltaY / 400), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });

    // A finger scrolls and pinches by itself; a mouse drags. A drag is no click on a link.
    let from = null;
    let moved = false;
    frame.addEventListener("pointerdown", (event) => {
      moved = false;
      if (event.pointerType === "mouse" && !event.button) from = [event.clientX, event.clientY];
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
      if (!moved && Math.hypot(x, y) < 4) return;
      moved = true;
      frame.classList.add("held");
      frame.scrollBy(-x, -y);
      from = [event.clientX, event.clientY];
    });
    addEventListener("pointerup", () => {
      from = null;
      frame.classList.remove("held");
    });
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("click", (event) => moved && event.preventDefault(), true);
  }
})();
