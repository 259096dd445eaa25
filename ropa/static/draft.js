// Keeps what is typed, a few seconds after the last key, and when the page is left.
// Without it nothing is missing: every button of the form keeps the draft too.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const said = document.getElementById("kept");
  const written = () => new URLSearchParams(new FormData(form));
  let kept = written().toString();
  let waiting = 0;

  const keep = async () => {
    const now = written();
    if (now.toString() === kept) return;
    const answer = await fetch(form.dataset.draft, { method: "POST", body: now, redirect: "error" });
    if (!answer.ok) return;
    kept = now.toString();
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (said) said.textContent = `Draft kept at ${time}`;
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep().catch(() => {}), 3000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    kept = written().toString();
  });
  addEventListener("pagehide", () => {
    const now = written();
    if (now.toString() !== kept) navigator.sendBeacon(form.dataset.draft, now);
  });
})();
