// Copies tables, as a spreadsheet takes them. Without it there is no button.
"use strict";

for (const tools of document.querySelectorAll("[data-copy]")) {
  // What begins like a formula would be one in a spreadsheet.
  const cell = (one) => one.innerText.replace(/\s+/g, " ").trim().replace(/^[=+\-@]/, "'$&");
  tools.hidden = !navigator.clipboard;
  tools.querySelector("button").addEventListener("click", async () => {
    const rows = [...tools.parentElement.querySelector("table").rows];
    const text = rows.map((row) => [...row.cells].map(cell).join("\t")).join("\n");
    await navigator.clipboard.writeText(text);
    tools.querySelector("[role=status]").textContent = `${rows.length - 1} rows copied`;
  });
}
