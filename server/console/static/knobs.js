// What of a request can be turned: numbers with bounds and records with states. A knob changes a copy; its id goes into links.
import { entries_of, name_of, short } from './request_reading.js';
import { course_knobs } from './courses.js';

/** @typedef {import('./request_reading.js').Request} Request */
/** @typedef {{id: string, label: string, group: string, unit: string, value: number, min: number, max: number, step: number, apply: (request: Request, value: number) => void}} NumberKnob */
/** @typedef {{id: string, label: string, group: string, choices: string[], value: string, apply: (request: Request, value: string) => void}} ChoiceKnob */
/** @typedef {NumberKnob | ChoiceKnob} Knob */
/** @typedef {Record<string, number | string>} Changes */

const DAY = 86400000;

/**
 * Bounds that hold the value and leave room on both sides, on a step that people would count in.
 * @param {number} value
 */
function bounds(value) {
  const size = Math.abs(value) || 1;
  const step = 10 ** Math.floor(Math.log10(size) - 1);
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  const round = (/** @type {number} */ n) => Number((Math.round(n / step) * step).toFixed(places));
  return { min: round(size * 0.2), max: round(size * 4), step: Number(step.toFixed(places)) };
}

/** @param {any} order @returns {any} */
const dosage = (order) => order.dosageInstruction?.[0];

/** @param {Request} request @returns {Knob[]} */
function order_knobs(request) {
  return (request.context?.draftOrders?.entry ?? []).flatMap((/** @type {any} */ entry, /** @type {number} */ i) => {
    const order = (/** @type {Request} */ r) => dosage(r.context.draftOrders.entry[i].resource);
    const given = dosage(entry.resource ?? {});
    const group = `The order: ${name_of(entry.resource)}`;
    /** @type {Knob[]} */
    const knobs = [];
    const days = given?.timing?.repeat?.boundsDuration;
    if (typeof days?.value === 'number') {
      knobs.push({ id: `order.${i}.days`, group, label: 'Ordered for', unit: days.unit ?? '', value: days.value, min: 1, max: Math.max(30, days.value * 2), step: 1,
        apply: (/** @type {Request} */ r, /** @type {number} */ value) => { order(r).timing.repeat.boundsDuration.value = value; delete order(r).text; } });
    }
    const dose = given?.doseAndRate?.[0]?.doseQuantity;
    if (typeof dose?.value === 'number') {
      knobs.push({ id: `order.${i}.dose`, group, label: 'Each dose', unit: dose.unit ?? '', value: dose.value, ...bounds(dose.value),
        apply: (/** @type {Request} */ r, /** @type {number} */ value) => { order(r).doseAndRate[0].doseQuantity.value = value; delete order(r).text; } });
    }
    return knobs;
  });
}

/** @param {Request} request @param {string} now @returns {Knob[]} */
function patient_knobs(request, now) {
  const born = request.prefetch?.patient?.birthDate;
  if (typeof born !== 'string' || Number.isNaN(Date.parse(born))) return [];
  const years = Math.floor((Date.parse(now) - Date.parse(born)) / (365.25 * DAY));
  return [{ id: 'age', group: 'The patient', label: 'Age', unit: 'years', value: years, min: 0, max: 100, step: 1,
    apply: (/** @type {Request} */ r, /** @type {number} */ value) => { r.prefetch.patient.birthDate = `${Number(born.slice(0, 4)) + years - value}${born.slice(4)}`; } }];
}

/** @param {Request} request @returns {Knob[]} */
function observation_knobs(request) {
  return entries_of(request).flatMap(({ key, index, resource }) => {
    const value = resource.valueQuantity?.value;
    if (resource.resourceType !== 'Observation' || typeof value !== 'number') return [];
    return [{ id: `${key}.${index}`, group: 'Measured', label: short(name_of(resource)), unit: resource.valueQuantity.unit ?? '', value, ...bounds(value),
      apply: (/** @type {Request} */ r, /** @type {number} */ to) => { r.prefetch[key].entry[index].resource.valueQuantity.value = to; } }];
  });
}

/** @param {Request} request @returns {Knob[]} */
function condition_knobs(request) {
  return entries_of(request).flatMap(({ key, index, resource }) => {
    const status = resource.clinicalStatus?.coding?.[0]?.code;
    if (resource.resourceType !== 'Condition' || typeof status !== 'string') return [];
    const choices = [...new Set([status, 'active', 'resolved'])];
    return [{ id: `${key}.${index}`, group: 'Conditions', label: name_of(resource), choices, value: status,
      apply: (/** @type {Request} */ r, /** @type {string} */ to) => { r.prefetch[key].entry[index].resource.clinicalStatus.coding[0].code = to; } }];
  });
}

/**
 * All knobs of a request, those that say most first.
 * @param {Request} request @param {string} now @returns {Knob[]}
 */
export function knobs_of(request, now) {
  return [...course_knobs(request, now), ...order_knobs(request), ...observation_knobs(request), ...patient_knobs(request, now), ...condition_knobs(request)];
}

/**
 * A copy of the request with the changes; what no knob knows is left out.
 * @param {Request} request @param {Knob[]} knobs @param {Changes} changes @returns {Request}
 */
export function changed(request, knobs, changes) {
  const copy = structuredClone(request);
  for (const knob of knobs) {
    const value = changes[knob.id];
    if (value === undefined || value === knob.value) continue;
    if ('choices' in knob) {
      if (knob.choices.includes(String(value))) knob.apply(copy, String(value));
    } else if (Number.isFinite(Number(value))) {
      knob.apply(copy, Math.min(knob.max, Math.max(knob.min, Number(value))));
    }
  }
  return copy;
}
