"use strict";
const form = document.querySelector("form");
const findings = Array.from(document.querySelectorAll("article"));
const show = () => {
  const rule = form.elements.rule.value;
  const severities = new Set(Array.from(form.querySelectorAll("input:checked"), (box) => box.value));
  let count = 0;
  for (const finding of findings) {
    const shown = severities.has(finding.dataset.severity) && (rule === "" || finding.dataset.rule === rule);
    finding.hidden = !shown;
    count += shown ? 1 : 0;
  }
  form.elements.count.value = count.toLocaleString("en") + " of " + findings.length.toLocaleString("en") + " shown";
};
if (form) {
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
