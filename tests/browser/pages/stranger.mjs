// Tries every way there is to read an answer from another origin, and reports what it got of each.
const plan = await (await fetch("/plan")).json();
const discovery = `${plan.server}/cds-services`;
const service = `${discovery}/antiviral-order-sign`;
const json = { "Content-Type": "application/json" };

const ways = {
  discovery: [discovery, {}],
  refusal: [`${discovery}/nothing`, {}],
  hook: [service, { method: "POST", headers: json, body: "{}" }],
  hookAsText: [service, { method: "POST", body: "{}" }],
  feedback: [`${service}/feedback`, { method: "POST", headers: json, body: '{"feedback":[]}' }],
  opaque: [discovery, { mode: "no-cors" }],
};

async function got([url, how]) {
  try {
    const answer = await fetch(url, how);
    return { type: answer.type, status: answer.status, text: await answer.text() };
  } catch (fault) {
    return { fault: fault.name };
  }
}

const report = {};
for (const [name, way] of Object.entries(ways)) report[name] = await got(way);
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
