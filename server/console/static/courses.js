// How long a treatment has gone on, as a knob: given doses are taken away from, or added to, the beginning; a dispense moves.
import { days_between, drug_of, entries_of, later } from './request_reading.js';

/** @typedef {import('./request_reading.js').Request} Request */
/** @typedef {import('./request_reading.js').Entry} Entry */
/** @typedef {import('./knobs.js').Knob} Knob */

const MOST_DAYS = 60;

/** @param {any} given @returns {string | undefined} */
const given_at = (given) => given.effectiveDateTime ?? given.occurenceDateTime ?? given.occurrenceDateTime ?? given.effectivePeriod?.start;

/**
 * Doses of one drug by the day they were given.
 * @param {Request} request @param {string} drug
 */
function doses_by_day(request, drug) {
  /** @type {Map<string, any[]>} */
  const days = new Map();
  for (const { resource } of entries_of(request)) {
    const at = given_at(resource);
    if (resource.resourceType !== 'MedicationAdministration' || typeof at !== 'string' || drug_of(resource) !== drug) continue;
    const day = at.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), resource]);
  }
  return new Map([...days].sort(([a], [b]) => a.localeCompare(b)));
}

/** @param {any} dose @param {number} days */
function earlier_copy(dose, days) {
  const copy = structuredClone(dose);
  copy.id = `${dose.id}-${days}-earlier`;
  for (const name of ['effectiveDateTime', 'occurenceDateTime', 'occurrenceDateTime']) if (copy[name]) copy[name] = later(copy[name], -days);
  if (copy.effectivePeriod?.start) copy.effectivePeriod.start = later(copy.effectivePeriod.start, -days);
  if (copy.effectivePeriod?.end) copy.effectivePeriod.end = later(copy.effectivePeriod.end, -days);
  return copy;
}

/**
 * Leaves the last `days` days of doses, or puts copies of the first day before it.
 * @param {Request} request @param {string} drug @param {number} days
 */
function give_for(request, drug, days) {
  const given = [...doses_by_day(request, drug)];
  const gone = new Set(given.slice(0, Math.max(0, given.length - days)).flatMap(([, doses]) => doses));
  const key = entries_of(request).find(({ resource }) => resource === given[0][1][0])?.key ?? '';
  for (const bundle of Object.values(request.prefetch)) {
    if (Array.isArray(bundle?.entry)) bundle.entry = bundle.entry.filter((/** @type {any} */ entry) => !gone.has(entry?.resource));
  }
  for (let more = 1; more <= days - given.length; more += 1) {
    for (const dose of given[0][1]) request.prefetch[key].entry.push({ resource: earlier_copy(dose, more) });
  }
  if (typeof request.prefetch[key].total === 'number') request.prefetch[key].total = request.prefetch[key].entry.length;
}

/** @param {Request} request @returns {Knob[]} */
function given_knobs(request) {
  const drugs = new Set(entries_of(request).filter(({ resource }) => resource.resourceType === 'MedicationAdministration').map(({ resource }) => drug_of(resource)));
  return [...drugs].flatMap((drug) => {
    const days = doses_by_day(request, drug).size;
    if (days < 2) return [];
    return [{ id: `given.${drug}`, group: 'Treatment so far', label: `Days of ${drug} given`, unit: 'days', value: days, min: 1, max: Math.max(30, days), step: 1,
      apply: (/** @type {Request} */ r, /** @type {number} */ to) => give_for(r, drug, to) }];
  });
}

/** @param {Request} request @param {string} now @returns {Knob[]} */
function dispense_knobs(request, now) {
  return entries_of(request).flatMap(({ key, index, resource }) => {
    const at = resource.whenHandedOver;
    if (resource.resourceType !== 'MedicationDispense' || typeof at !== 'string') return [];
    const ago = days_between(at, now);
    if (ago < 0 || ago > MOST_DAYS) return [];
    return [{ id: `${key}.${index}`, group: 'Treatment so far', label: `${drug_of(resource)} dispensed`, unit: 'days ago', value: ago, min: 0, max: MOST_DAYS, step: 1,
      apply: (/** @type {Request} */ r, /** @type {number} */ to) => {
        const moved = r.prefetch[key].entry[index].resource;
        for (const name of ['whenHandedOver', 'whenPrepared']) if (moved[name]) moved[name] = later(moved[name], ago - to);
      } }];
  });
}

/** @param {Request} request @param {string} now @returns {Knob[]} */
export function course_knobs(request, now) {
  return [...given_knobs(request), ...dispense_knobs(request, now)];
}
