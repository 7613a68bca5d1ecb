"use strict";
// A form with data-save keeps what is typed: on the server, or on this device while the server is away.
(() => {
  const sent = document.querySelector("[data-forget]");
  if (sent) try { localStorage.removeItem("cassia:" + sent.dataset.forget); } catch { /* nothing was kept */ }
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const status = document.getElementById("saved");
  const quote = document.getElementById("quote");
  const words = form.dataset;
  const key = "cassia:" + words.save;
  const pause = 800, retry = 15000;
  const apart = ["form_word", "version", "editor", "step"];
  let timer = 0, isSaving = false, isDirty = false, isLeaving = false;

  const typed = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) if (!apart.includes(name)) values[name] = value;
    return values;
  };
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ version: form.elements.version.value, values: typed() }));
      return true;
    } catch { return false; }
  };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const fill = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (field && !apart.includes(name)) field.value = value;
    }
  };
  const show = (lines) => {
    if (!quote) return;
    quote.replaceChildren(...lines.flatMap(([title, value]) => {
      const term = document.createElement("dt"), fact = document.createElement("dd");
      term.textContent = title;
      fact.textContent = value;
      return [term, fact];
    }));
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  async function save() {
    if (isSaving || isLeaving) return;
    isSaving = true;
    isDirty = false;
    try {
      const answer = await fetch(words.save, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      const isTold = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      const told = isTold ? await answer.json() : { problem: words.away };
      if (answer.ok && isTold) {
        form.elements.version.value = told.version;
        if (!isDirty) forget();
        say(told.saved);
        show(told.quote);
      } else {
        keep();
        say(told.problem);
      }
    } catch {
      say(keep() ? words.kept : words.lost);
      later(retry);
    }
    isSaving = false;
    if (isDirty) later(pause);
  }

  form.addEventListener("input", () => {
    isDirty = true;
    keep();
    later(pause);
  });
  form.addEventListener("submit", () => { isLeaving = true; clearTimeout(timer); });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("online", () => later(0));

  const take = (values) => {
    fill(values);
    say(words.restored);
    later(pause);
  };
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
  if (kept === null) return;
  const now = typed();
  if (Object.entries(kept.values).every(([name, value]) => (now[name] ?? "") === value)) return forget();
  if (kept.version === form.elements.version.value) return take(kept.values);
  const note = document.createElement("p"), button = document.createElement("button");
  note.className = "note";
  note.append(words.other + " ", button);
  button.type = "button";
  button.className = "small";
  button.textContent = words.restore;
  button.addEventListener("click", () => { note.remove(); take(kept.values); });
  form.prepend(note);
})();
