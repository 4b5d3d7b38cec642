// Does what a CDS Hooks client in a browser does: discovery, hooks with their prefetch, feedback. Reports what it could read.
import { signer } from "./token.mjs";

const plan = await (await fetch("/plan")).json();
const sign = plan.trust ? await signer(plan.trust) : null;
const report = { calls: [], refusals: {} };

// Tokens are for the public URL, whatever address the page reaches it by.
async function headers(url) {
  const found = { "Content-Type": "application/json", Accept: "application/json" };
  if (sign) found.Authorization = `Bearer ${await sign(url.replace(plan.server, plan.publicUrl))}`;
  return found;
}

async function post(url, body, given) {
  const answer = await fetch(url, { method: "POST", headers: given ?? (await headers(url)), body: JSON.stringify(body) });
  return { status: answer.status, type: answer.headers.get("Content-Type"), answer: await answer.json() };
}

async function prefetched(templates, context) {
  const resolved = Object.entries(templates).map(async ([key, template]) => {
    const query = template.replace(/{{context\.(\w+)}}/g, (_, name) => context[name]);
    const answer = await fetch(`/fhir/${query}`);
    return [key, answer.ok ? await answer.json() : null];
  });
  return Object.fromEntries(await Promise.all(resolved));
}

async function invoke(service, context) {
  const body = { hook: service.hook, hookInstance: crypto.randomUUID(), context, prefetch: await prefetched(service.prefetch, context) };
  const url = `${plan.server}/cds-services/${service.id}`;
  const sent = new Date().toISOString();
  return { service: service.id, hook: service.hook, sent, body, ...(await post(url, body)) };
}

function accepted(card) {
  return { card: card.uuid, outcome: "accepted", acceptedSuggestions: [{ id: card.suggestions[0].uuid }], outcomeTimestamp: new Date().toISOString() };
}

function overridden(card) {
  const reason = card.overrideReasons[0];
  return { card: card.uuid, outcome: "overridden", overrideReason: { reason, userComment: plan.comment }, outcomeTimestamp: new Date().toISOString() };
}

function feedbackOn(call) {
  const suggesting = call.answer.cards.filter((card) => card.suggestions);
  const others = call.answer.cards.filter((card) => !card.suggestions && card.overrideReasons);
  return [...suggesting.map(accepted), ...others.map(overridden)];
}

async function refusals() {
  const url = `${plan.server}/cds-services/antiviral-order-sign`;
  report.refusals.empty = await post(url, {});
  if (!sign) return;
  report.refusals.unsigned = await post(url, {}, { "Content-Type": "application/json" });
  const once = await headers(url);
  report.refusals.first = await post(url, {}, once);
  report.refusals.again = await post(url, {}, once);
}

try {
  const discovery = await fetch(`${plan.server}/cds-services`, { headers: { Accept: "application/json" } });
  report.discovery = { status: discovery.status, answer: await discovery.json() };
  for (const { hook, context } of plan.hooks) {
    const service = report.discovery.answer.services.find((one) => one.hook === hook);
    const call = await invoke(service, context);
    call.told = feedbackOn(call);
    if (call.told.length > 0) call.feedback = await post(`${plan.server}/cds-services/${service.id}/feedback`, { feedback: call.told });
    report.calls.push(call);
  }
  await refusals();
} catch (fault) {
  report.fault = String(fault.stack ?? fault);
}
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
