"use strict";
// Filters the changes or facts, walks through them, and shows the sentences of a change on both sides. Without it
// everything is there to read.
(() => {
  const items = [...document.querySelectorAll("[data-kind]")];
  const form = document.getElementById("filters");
  const facets = ["kind", "importance", "section"];

  const ranks = ["high", "medium", "low", "none"];
  const texts = new Map();

  function values(item, name) {
    return item.dataset[name].split("\n").filter(Boolean);
  }

  function fill(name) {
    const select = form.elements[name];
    const found = [...new Set(items.flatMap((item) => values(item, name)))];
    if (name === "importance") found.sort((one, other) => ranks.indexOf(one) - ranks.indexOf(other));
    for (const value of found) select.append(new Option(value, value));
    select.closest("label").hidden = found.length < 2;
  }

  function has(item, words) {
    if (!words) return true;
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item).includes(words);
  }

  function filter() {
    const words = form.elements.words.value.trim().toLowerCase();
    const asked = facets.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    let shown = 0;
    for (const item of items) {
      item.hidden = !asked.every(([name, value]) => values(item, name).includes(value)) || !has(item, words);
      shown += item.hidden ? 0 : 1;
    }
    for (const row of document.querySelectorAll("[data-of]")) row.hidden = document.getElementById(row.dataset.of).hidden;
    for (const section of document.querySelectorAll("[data-filtered]")) {
      const inside = [...section.querySelectorAll("[data-kind], [data-of]")];
      section.hidden = inside.length > 0 && inside.every((item) => item.hidden);
    }
    form.querySelector("[role=status]").textContent = `${shown} of ${items.length} shown`;
  }

  function scrolls(pane) {
    return pane && getComputedStyle(pane).overflowY === "auto" && pane.scrollHeight > pane.clientHeight;
  }

  function show(id) {
    const passage = id && document.getElementById(id);
    const pane = passage && passage.closest(".scrolled");
    if (!passage) return;
    passage.classList.add("here");
    if (!scrolls(pane)) return;
    const box = passage.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollTop += box.top - frame.top - (frame.height - Math.min(box.height, frame.height)) / 3;
  }

  function open(target) {
    let opened = false;
    for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) {
      opened ||= !one.open;
      one.open = true;
    }
    return opened;
  }

  function follow(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
    if (open(target)) target.scrollIntoView();
    const item = target.closest(".step, [data-kind]");
    if (item) {
      item.classList.add("here");
      show(item.dataset.old);
      show(item.dataset.new);
    } else if (target.classList.contains("passage")) {
      show(target.id);
      show(target.dataset.other);
    }
  }

  function seen(link) {
    return link.checkVisibility ? link.checkVisibility() : link.offsetParent !== null;
  }

  function step(event) {
    const link = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !link.matches(".jump")) return;
    if (event.key === "w") {
      const why = link.closest(".step, [data-kind]")?.querySelector("details.why");
      if (why) why.open = !why.open;
      return;
    }
    const by = {j: 1, ArrowDown: 1, k: -1, ArrowUp: -1}[event.key];
    if (!by) return;
    const links = [...link.closest("[data-walk]").querySelectorAll(".jump")].filter(seen);
    const next = links[links.indexOf(link) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next.closest(".step, [data-kind]")) {
      history.replaceState(null, "", next.hash);
      follow(next.hash);
    }
  }

  // Browsers that cannot open what is folded by the style of print need it done for them.
  function fold(open) {
    if (CSS.supports("selector(::details-content)")) return;
    for (const one of document.querySelectorAll("details.paper")) {
      if (open && !one.open) one.dataset.folded = "";
      if (open || "folded" in one.dataset) one.open = open;
      if (!open) delete one.dataset.folded;
    }
  }

  if (form && items.length) {
    facets.forEach(fill);
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  document.addEventListener("keydown", step);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) follow(link.hash);
  });
  window.addEventListener("beforeprint", () => fold(true));
  window.addEventListener("afterprint", () => fold(false));
  window.addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash || "#");
})();
