// Searches as one types, and shows the answer in place. Without it the button does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const parts = form.dataset.live.split(" ");
  const field = form.elements.q;
  let asked = field.value;
  let waiting = 0;
  let under = null;

  const show = async () => {
    if (field.value === asked) return;
    asked = field.value;
    under?.abort();
    under = new AbortController();
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(address, { signal: under.signal });
    if (!answer.ok || answer.redirected) return form.submit();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of parts) {
      const [here, there] = [document.getElementById(id), page.getElementById(id)];
      if (here && there) here.replaceChildren(...there.childNodes);
    }
    for (const link of document.querySelectorAll("#csv, #exports")) {
      const fresh = page.getElementById(link.id);
      link.hidden = !fresh;
      if (fresh) [link.href, link.textContent] = [fresh.href, fresh.textContent];
    }
    history.replaceState(null, "", address);
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show().catch(() => {}), 200);
  });
})();
