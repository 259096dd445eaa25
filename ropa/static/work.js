// Looks again at an export that is being made, and shows how far it is in place.
// Without it the link "Look again" does the same.
"use strict";

(() => {
  const work = () => document.getElementById("work");
  const heard = document.getElementById("heard");
  let told = 0;

  // What is heard is less than what is seen: the state, and how far it is from time to time.
  const tell = (said, bar) => {
    const now = Date.now();
    if (said === work().dataset.said && now - told < 15000) return;
    told = now;
    heard.textContent = bar ? `${said}: ${bar.value} of ${bar.max} steps done` : said;
  };

  const show = (page) => {
    const fresh = page.getElementById("work");
    const within = work().contains(document.activeElement);
    const bar = work().querySelector("progress");
    const there = fresh.querySelector("progress");
    tell(fresh.dataset.said, there);
    if (bar && there && fresh.dataset.said === work().dataset.said) {
      [bar.max, bar.value] = [there.max, there.value];
      work().querySelector("[data-words]").textContent = fresh.querySelector("[data-words]").textContent;
      return;
    }
    work().replaceWith(fresh);
    document.title = page.title;
    hide();
    if (within) work().querySelector("h2").focus();
  };

  const look = async () => {
    const address = work().dataset.again;
    if (!address) return;
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) return location.reload();
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  };

  const hide = () => work().querySelector("[data-look]")?.setAttribute("hidden", "");

  const again = () => {
    if (work().dataset.again) setTimeout(() => look().catch(() => {}).finally(again), 1000);
  };

  hide();
  again();
})();
