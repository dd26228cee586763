"use strict";
// Filters the changes, and shows the sentences of a change on both sides. Without it everything is there to read.
(() => {
  const items = [...document.querySelectorAll("[data-kind]")];
  const form = document.getElementById("filters");
  const facets = ["kind", "importance", "section"];

  function fill(name) {
    const select = form.elements[name];
    const values = [...new Set(items.map((item) => item.dataset[name]).filter(Boolean))];
    for (const value of values) select.append(new Option(value, value));
    select.closest("label").hidden = values.length < 2;
  }

  function filter() {
    const words = form.elements.words.value.trim().toLowerCase();
    let shown = 0;
    for (const item of items) {
      const fits = facets.every((name) => ["", item.dataset[name]].includes(form.elements[name].value));
      item.hidden = !fits || !item.textContent.toLowerCase().includes(words);
      shown += item.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll("#changes > section")) {
      const inside = [...section.querySelectorAll("[data-kind]")];
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

  function follow(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
    const item = target.closest("[data-kind]");
    if (item) {
      item.classList.add("here");
      show(item.dataset.old);
      show(item.dataset.new);
    } else if (target.classList.contains("passage")) {
      show(target.id);
      show(target.dataset.other);
    }
  }

  function step(event) {
    const by = {j: 1, ArrowDown: 1, k: -1, ArrowUp: -1}[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(".jump")) return;
    const links = [...document.querySelectorAll(".jump")].filter((link) => link.offsetParent);
    const next = links[links.indexOf(event.target) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    follow(next.hash);
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
  window.addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash || "#");
})();
