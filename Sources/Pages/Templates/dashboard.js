// What a page of the dashboard does beyond being read: draws its tables, follows what happens, and takes answers without
// leaving. Without it everything is there all the same.
"use strict";
(() => {
  const main = document.getElementById("main");
  const connection = document.getElementById("connection");
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Signing in by a link: what stands behind the # never leaves the browser but in the form.
  const form = document.getElementById("sign-in");
  if (form && location.hash.startsWith("#token=")) {
    form.elements.token.value = decodeURIComponent(location.hash.slice("#token=".length));
    history.replaceState(null, "", location.pathname + location.search);
    form.requestSubmit();
    return;
  }

  // ---- Charts, each drawn from the table beside it.

  const charts = new Map();
  const opened = new Set();
  document.addEventListener("click", (event) => {
    const figure = event.target.closest?.("details.numbers > summary")?.closest("figure");
    if (figure) opened[figure.querySelector("details").open ? "delete" : "add"](figure.id);
  });
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details.numbers")) one.open = true; });
  const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

  function rows(figure) {
    const names = [...figure.querySelectorAll("thead th")].map((cell) => cell.dataset.column);
    return [...figure.querySelectorAll("tbody tr")].map((row) => {
      const cells = [...row.children];
      const values = { label: cells[0].textContent };
      names.forEach((name, index) => {
        const data = cells[index].dataset.value;
        values[name] = data === undefined ? null : JSON.parse(data);
        values["text " + name] = cells[index].textContent;
      });
      return values;
    });
  }

  // Whiskers over bars and points: the interval of each.
  const whiskers = {
    id: "whiskers",
    afterDatasetsDraw(chart) {
      const all = chart.options.intervals;
      if (!all) return;
      const [x, y, context] = [chart.scales.x, chart.scales.y, chart.ctx];
      const isFlat = chart.options.indexAxis === "y";
      context.save();
      context.strokeStyle = style("--ink");
      context.lineWidth = 1.5;
      chart.getDatasetMeta(chart.options.intervalSet || 0).data.forEach((element, index) => {
        const interval = all[index];
        if (!interval) return;
        context.beginPath();
        if (isFlat) {
          const [low, high] = interval.map((value) => x.getPixelForValue(value));
          context.moveTo(low, element.y); context.lineTo(high, element.y);
          for (const end of [low, high]) { context.moveTo(end, element.y - 4); context.lineTo(end, element.y + 4); }
        } else {
          const [low, high] = interval.map((value) => y.getPixelForValue(value));
          context.moveTo(element.x, low); context.lineTo(element.x, high);
          for (const end of [low, high]) { context.moveTo(element.x - 4, end); context.lineTo(element.x + 4, end); }
        }
        context.stroke();
      });
      context.restore();
    },
  };

  function number(text) {
    return text.includes("%") || text.includes("points") ? (value) => percent.format(value) : (value) => plain.format(value);
  }

  const makers = {
    line(data, figure) {
      const shown = number(data.map((row) => row["text value"]).join(" "));
      const bound = (index) => data.map((row) => row.interval?.[index] ?? null);
      const edge = { pointRadius: 0, borderWidth: 0, spanGaps: false };
      return {
        type: "line",
        data: {
          labels: data.map((row) => row.label.replace(/\u00a0\d{4}$/, "")),
          datasets: [
            { data: data.map((row) => row.value), borderColor: style("--mark"), backgroundColor: style("--mark"), pointRadius: 2.5, tension: 0 },
            { ...edge, data: bound(0) },
            { ...edge, data: bound(1), backgroundColor: style("--band"), fill: "-1" },
          ],
        },
        options: options(figure, shown, (item) => item.datasetIndex === 0),
      };
    },
    bars(data, figure) {
      const shown = number(data.map((row) => row["text value"]).join(" "));
      const set = options(figure, shown, () => true);
      const ends = data.flatMap((row) => row.interval || []);
      return {
        type: "bar",
        data: { labels: data.map((row) => row.label), datasets: [{ data: data.map((row) => row.value), backgroundColor: style("--band"), borderColor: style("--mark"), borderWidth: 1, maxBarThickness: 22 }] },
        options: {
          ...set, indexAxis: "y", intervals: data.map((row) => row.interval),
          scales: { x: { ...set.scales.y, suggestedMin: Math.min(0, ...ends), suggestedMax: Math.max(0, ...ends) }, y: { ...set.scales.x, ticks: { color: style("--ink") } } },
        },
        plugins: [whiskers],
      };
    },
    groups(data, figure) {
      const shown = (value) => percent.format(value);
      const set = options(figure, shown, () => true);
      const columns = [...figure.querySelectorAll("thead th")].slice(2);
      const colours = ["--mark", "--second", "--third", "--fourth", "--fifth"].map(style);
      return {
        type: "bar",
        data: {
          labels: data.map((row) => row.label),
          datasets: columns.map((column, index) => ({
            label: column.textContent, data: data.map((row) => row[column.dataset.column]),
            backgroundColor: colours[index % colours.length], maxBarThickness: 14,
          })),
        },
        options: {
          ...set, indexAxis: "y",
          plugins: { ...set.plugins, legend: { display: true, labels: { color: style("--ink") } }, tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${shown(item.raw)}` } } },
          scales: { x: set.scales.y, y: { ...set.scales.x, ticks: { color: style("--ink") } } },
        },
      };
    },
    reliability(data, figure) {
      const bins = data.filter((row) => row.mean_confidence !== null && row.actual_rate !== null);
      const most = Math.max(1, ...data.map((row) => row.sample_count));
      const shown = (value) => percent.format(value);
      const set = options(figure, shown, (item) => item.datasetIndex === 0);
      const axis = { ...set.scales.y, type: "linear", min: 0, max: 1, offset: false };
      return {
        type: "scatter",
        data: {
          datasets: [
            { data: bins.map((row) => ({ x: row.mean_confidence, y: row.actual_rate })), backgroundColor: bins.map((row) => (/▼|▲/.test(row["text judgement"]) ? style("--wrong") : style("--mark"))), pointStyle: bins.map((row) => (/▼|▲/.test(row["text judgement"]) ? "rectRot" : "circle")), radius: 6, hoverRadius: 8 },
            { type: "line", data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], borderColor: style("--soft"), borderDash: [5, 4], borderWidth: 1.5, pointRadius: 0 },
            { type: "bar", data: data.map((row) => ({ x: (row.confidence[0] + row.confidence[1]) / 2, y: (row.sample_count / most) * 0.2 })), backgroundColor: style("--band"), barThickness: 14, grouped: false },
          ],
        },
        options: {
          ...set, intervals: bins.map((row) => row.interval),
          scales: { x: { ...axis, title: { display: true, text: "says", color: style("--soft") } }, y: { ...axis, title: { display: true, text: "happens", color: style("--soft") } } },
        },
        plugins: [whiskers],
      };
    },
  };

  function options(figure, shown, isTold) {
    const tick = { color: style("--soft") };
    const grid = { color: style("--rule") };
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: {
          filter: isTold,
          callbacks: {
            label(item) {
              const point = item.raw && typeof item.raw === "object" ? `says ${shown(item.raw.x)}, happens ${shown(item.raw.y)}` : shown(item.raw);
              const interval = item.chart.options.intervals?.[item.dataIndex];
              return interval ? `${point} (${interval.map(shown).join(" to ")})` : point;
            },
          },
        },
      },
      scales: {
        x: { ticks: { ...tick, maxRotation: 0, autoSkipPadding: 12 }, grid: { display: false } },
        y: { ticks: { ...tick, callback: shown }, grid, beginAtZero: true },
      },
    };
  }

  function draw(root) {
    if (!window.Chart) return;
    for (const figure of root.querySelectorAll("figure[data-chart]")) {
      const data = rows(figure);
      const maker = makers[figure.dataset.chart];
      if (!maker || data.length === 0) continue;
      charts.get(figure.id)?.destroy();
      const plot = document.createElement("div");
      plot.className = figure.dataset.chart === "reliability" ? "plot square" : "plot";
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent}; the numbers stand in the table below`);
      plot.append(canvas);
      figure.querySelector("figcaption").after(plot);
      const made = maker(data, figure);
      // What is drawn needs its numbers at hand, not in the way.
      if (!opened.has(figure.id)) figure.querySelector("details.numbers").open = false;
      if (figure.dataset.chart === "bars") plot.style.height = `${Math.max(6, 2.2 * data.length + 3)}rem`;
      if (figure.dataset.chart === "groups") plot.style.height = `${6 * data.length + 5}rem`;
      charts.set(figure.id, new Chart(canvas, made));
    }
  }

  function drawAgain() { if (main) { for (const plot of main.querySelectorAll(".plot")) plot.remove(); draw(main); } }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAgain);

  // ---- Freshness: parts whose text has changed are replaced, and nothing else moves.

  const known = new Map();
  function remember(root) { for (const part of root.querySelectorAll("[data-live]")) known.set(part.id, part.innerHTML); }

  async function refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.redirected && new URL(answer.url).pathname === "/sign-in") { location.href = answer.url; return; }
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(part.id);
      if (!old || known.get(part.id) === part.innerHTML) continue;
      known.set(part.id, part.innerHTML);
      const focused = old.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : null;
      const open = [...old.querySelectorAll("details[open]")].map((detail) => detail.id);
      for (const canvas of old.querySelectorAll("figure[data-chart]")) { charts.get(canvas.id)?.destroy(); charts.delete(canvas.id); }
      old.replaceChildren(...part.childNodes);
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      draw(old);
      tellAnswers();
      if (focused) (document.getElementById(focused) || old.querySelector(".task") || main).focus({ preventScroll: true });
    }
  }

  let timer = null;
  let last = 0;
  function soon() {
    if (timer) return;
    // However much happens, once a second.
    timer = setTimeout(async () => {
      timer = null;
      last = Date.now();
      try { await refresh(); } catch { /* the connection's state says it */ }
    }, Math.max(200, last + 1000 - Date.now()));
  }

  function tell(state, words) {
    if (!connection) return;
    connection.dataset.state = state;
    connection.querySelector(".words").textContent = words;
  }

  function follow() {
    if (!connection || !window.EventSource) return;
    const source = new EventSource("/api/v1/learning/analytics/stream");
    let wasLost = false;
    source.onopen = () => { tell("live", "Live"); if (wasLost) soon(); wasLost = false; };
    source.onerror = () => {
      wasLost = true;
      tell("lost", "Connection lost, trying again");
      // A stream that was refused isn't tried again by the browser.
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 5000);
    };
    for (const name of ["message", "metric_update", "outcome_update", "calibration_update", "feedback", "resync", "alert"]) source.addEventListener(name, soon);
  }

  // ---- Answers: one click, or one key.

  // What came of an answer stays at its task, for as long as that is there.
  const said = new Map();

  function told(task, kind, role) {
    let place = task.querySelector(`.${kind}`);
    if (!place) {
      place = document.createElement("p");
      place.className = kind;
      place.setAttribute("role", role);
      task.append(place);
    }
    return place;
  }

  function tellAnswers() {
    for (const [id, text] of said) {
      const task = document.getElementById(id);
      if (task) told(task, "message", "status").textContent = text;
    }
  }

  async function answer(sent) {
    const button = sent.querySelector("button");
    const task = sent.closest(".task");
    button.disabled = true;
    try {
      const got = await fetch(sent.action, { method: "POST", body: new URLSearchParams(new FormData(sent)), headers: { Accept: "application/json" } });
      if (!got.ok) throw new Error((await got.json()).detail || got.statusText);
      if (got.status === 200) said.set(task.id, (await got.json()).message);
      await refresh();
      tellAnswers();
      button.disabled = false;
      // What was answered is decided by the fleet a moment later.
      soon();
    } catch (error) {
      button.disabled = false;
      told(task, "problem", "alert").textContent = `Not taken: ${error.message}`;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".answers")) return;
    event.preventDefault();
    answer(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const tasks = [...document.querySelectorAll(".task")];
    const current = document.activeElement?.closest?.(".task");
    if (event.key === "j" || event.key === "k") {
      const index = tasks.indexOf(current);
      const next = tasks[index === -1 ? 0 : index + (event.key === "j" ? 1 : -1)];
      if (next) { next.focus(); event.preventDefault(); }
    } else if (current) {
      const button = [...current.querySelectorAll("button[data-key]")].find((one) => one.dataset.key === event.key);
      if (button) { button.click(); event.preventDefault(); }
    }
  });

  if (main) { remember(main.parentElement); draw(main); }
  follow();
})();
