// Filters, sorting and search. Without this file every page reads the same; nothing here asks anything of a network.
"use strict";

(() => {
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // --- filters: each control narrows the rows or items of the list that it is for

  for (const box of document.querySelectorAll(".filters")) {
    const list = document.getElementById(box.dataset.for);
    const items = [...list.querySelectorAll("tbody tr, .item")];
    const controls = [...box.querySelectorAll("[data-filter]")];
    const status = box.querySelector(".found");
    const words = new Map(items.map((item) => [item, null]));

    const fits = (item, control) => {
      const { filter } = control.dataset;
      if (filter === "text") {
        if (words.get(item) === null) {
          const group = item.closest(".group");
          words.set(item, fold(item.textContent + " " + (group ? group.querySelector("h2").textContent : "")));
        }
        return fold(control.value).split(" ").every((word) => words.get(item).includes(word));
      }
      const held = item.dataset[filter];
      return control.value === "*" ? held.length > 2 : held.includes(`|${control.value}|`);
    };

    const narrow = () => {
      const set = controls.filter((control) => control.value.trim());
      let shown = 0;
      for (const item of items) {
        item.hidden = !set.every((control) => fits(item, control));
        shown += item.hidden ? 0 : 1;
      }
      for (const group of list.querySelectorAll(".group")) {
        group.hidden = !group.querySelector(".item:not([hidden])");
      }
      status.textContent = set.length ? `${shown} of ${items.length} shown` : "";
    };

    controls.forEach((control) => control.addEventListener("input", narrow));
    box.hidden = false;
  }

  // --- sorting: a heading becomes a button

  const key = (row, column, kind) => {
    const cell = row.children[column];
    const value = cell.dataset.key ?? cell.textContent.trim();
    return kind === "number" ? Number(value) : value;
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const kind = head.dataset.sort;
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : kind === "number";
        const sign = down ? -1 : 1;
        const body = table.tBodies[0];
        const compare = (one, other) => (kind === "number" ? one - other : one.localeCompare(other, "en"));
        const rows = [...body.rows].map((row) => [key(row, column, kind), row]);
        rows.sort((one, other) => sign * compare(one[0], other[0]));
        body.append(...rows.map((pair) => pair[1]));
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  }

  // --- search: the index is a script beside this one, loaded when somebody searches

  const search = document.querySelector(".search");
  const input = search.querySelector("input");
  const hits = search.querySelector(".hits");
  const found = search.querySelector(".found");
  const root = document.body.dataset.root;
  const MOST = 12;
  let asked = false;

  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = `${root}search-index.js`;
    script.addEventListener("load", show);
    document.head.append(script);
  };

  function show() {
    const wanted = fold(input.value);
    hits.replaceChildren();
    found.textContent = "";
    if (!wanted || !window.ledgerIndex) return;
    const words = wanted.split(" ");
    const plain = (row) => fold(row[2]);
    const rows = window.ledgerIndex
      .filter((row) => words.every((word) => row[4].includes(word) || plain(row).includes(word)))
      .sort((one, other) => plain(other).startsWith(wanted) - plain(one).startsWith(wanted));
    for (const [kind, page, title, about] of rows.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const more = document.createElement("span");
      link.href = root + page;
      link.textContent = title;
      more.className = "dim";
      more.textContent = ` ${kind} · ${about}`;
      item.append(link, more);
      hits.append(item);
    }
    found.textContent = rows.length > MOST ? `${rows.length} found, the first ${MOST} shown` : `${rows.length} found`;
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; show(); }
    if (event.key === "Enter" && hits.querySelector("a")) hits.querySelector("a").click();
  });
  search.hidden = false;

  // --- the map: a mark leads where the list leads

  for (const spot of document.querySelectorAll("[data-href]")) {
    spot.addEventListener("click", () => { location.href = root + spot.dataset.href; });
  }

  // --- what is folded on the screen is open on paper

  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not(.commands)")) one.open = true;
  });
})();
