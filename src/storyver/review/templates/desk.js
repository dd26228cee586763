"use strict";
// Single keys for what the buttons and links do. Without it all of them are there.
(() => {
  const stored = "storyver-keys";
  const help = document.getElementById("help");
  const button = document.getElementById("help-button");
  const box = document.getElementById("keys-on");
  const submits = {c: "#confirm", r: "#reject", u: "#undo"};
  const follows = {j: "#behind", k: "#before"};
  const focuses = {n: "#note-text", e: "#evidence-address"};

  function on() {
    try { return localStorage.getItem(stored) !== "off"; } catch { return true; }
  }

  function writes(target) {
    return target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select") || target.isContentEditable;
  }

  function relink() {
    const details = document.getElementById("relinking");
    if (!details) return;
    details.open = true;
    (details.querySelector("input:checked") || details.querySelector("input[type=radio]")).focus();
  }

  function act(key) {
    const one = (map) => map[key] && document.querySelector(map[key]);
    if (one(submits)) one(submits).requestSubmit();
    else if (one(follows)) one(follows).click();
    else if (one(focuses)) one(focuses).focus();
    else if (key === "l") relink();
    else if (key === "?") help.showModal();
    else return false;
    return true;
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape" && writes(event.target)) event.target.blur();
    if (!on() || help.open || writes(event.target)) return;
    if (act(event.key)) event.preventDefault();
  }

  function tell() {
    document.body.classList.toggle("keys", on());
    box.checked = on();
  }

  button.hidden = false;
  tell();
  button.addEventListener("click", () => help.showModal());
  box.addEventListener("change", () => {
    try { localStorage.setItem(stored, box.checked ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
    tell();
  });
  document.addEventListener("keydown", pressed);
  for (const form of document.querySelectorAll("form[method=post]"))
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault(); // a second press would decide on what was not seen
      form.dataset.sent = "yes";
    });
  window.addEventListener("pageshow", () => { // a page that the browser kept and shows again
    for (const form of document.forms) delete form.dataset.sent;
  });
  const list = document.querySelector("#queue ol");
  const here = list && list.querySelector("[aria-current]");
  if (here && list.scrollHeight > list.clientHeight) list.scrollTop = here.offsetTop - list.clientHeight / 3;
  if (document.querySelector(".done, .error")) document.querySelector("h1").focus({preventScroll: true});
})();
