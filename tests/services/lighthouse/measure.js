// measure.js BASE TIMES NAME=PATH… : the four marks of each page, median of TIMES runs, and what keeps a mark from 100.
import { writeFileSync } from "node:fs";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [base, times, ...pages] = process.argv.slice(2);
const MARKS = ["performance", "accessibility", "best-practices", "seo"];
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"];
const TRIES = 3;
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

async function once(address) {
  const chromePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const chrome = await chromeLauncher.launch({ chromePath, chromeFlags: FLAGS });
  try {
    return (await lighthouse(address, { port: chrome.port, output: "json", onlyCategories: MARKS })).lhr;
  } finally {
    await chrome.kill();
  }
}

// A page that a busy machine did not paint in time has marks that mean nothing: such a run is made again, and told.
async function look(address) {
  for (let turn = 1; ; turn += 1) {
    const report = await once(address);
    const odd = report.runtimeError?.message ?? Object.values(report.audits).find(({ scoreDisplayMode }) => scoreDisplayMode === "error")?.errorMessage;
    if (odd === undefined) return report;
    if (turn === TRIES) throw new Error(`${address}: ${odd}`);
    console.error(`  (again: ${odd})`);
  }
}

function lacking(report) {
  return MARKS.flatMap((mark) => report.categories[mark].auditRefs.filter(({ id, weight }) => {
    const { score } = report.audits[id];
    return weight > 0 && score !== null && score < 0.9;
  }).map(({ id }) => `${mark}: ${report.audits[id].title} ${report.audits[id].displayValue ?? ""}`.trim()));
}

const told = [];
console.log(["page", ...MARKS, "first paint", "largest paint", "layout shift"].join("\t"));
for (const page of pages) {
  const [name, path] = page.split(/=(.*)/s);
  const reports = [];
  for (let run = 0; run < Number(times); run += 1) reports.push(await look(base + path));
  const marks = MARKS.map((mark) => median(reports.map((report) => Math.round(report.categories[mark].score * 100))));
  const paint = (id) => Math.round(median(reports.map((report) => report.audits[id].numericValue)));
  const shift = median(reports.map((report) => report.audits["cumulative-layout-shift"].numericValue));
  console.log([name, ...marks, `${paint("first-contentful-paint")} ms`, `${paint("largest-contentful-paint")} ms`, shift.toFixed(3)].join("\t"));
  for (const words of new Set(reports.flatMap(lacking))) console.log(`  ${words}`);
  told.push({ page: name, path, ...Object.fromEntries(MARKS.map((mark, place) => [mark, marks[place]])) });
}
if (process.env.OUT) writeFileSync(process.env.OUT, `${JSON.stringify(told, null, 2)}\n`);
