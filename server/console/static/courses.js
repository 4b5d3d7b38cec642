// How long a patient has been on a drug, as a knob: its beginning moves, and with it all that the chart says of it.
import { days_between, drug_of, entries_of, later } from './request_reading.js';

/** @typedef {import('./request_reading.js').Request} Request */
/** @typedef {import('./knobs.js').Knob} Knob */

const FURTHEST = 90; // days back at which a beginning still counts as one of now
const ROOM = 30;

/** Where each kind of record says when it began. */
const BEGINS = /** @type {Record<string, string[]>} */ ({
  MedicationAdministration: ['effectiveDateTime', 'occurenceDateTime', 'occurrenceDateTime'],
  MedicationRequest: ['authoredOn'],
  MedicationDispense: ['whenHandedOver', 'whenPrepared'],
  MedicationStatement: ['effectiveDateTime', 'dateAsserted'],
});

/** @param {any} resource @returns {string | undefined} */
function begun(resource) {
  return (BEGINS[resource?.resourceType] ?? []).map((name) => resource[name] ?? resource.effectivePeriod?.start).find((date) => typeof date === 'string');
}

/** @param {any} resource @param {number} days */
function move(resource, days) {
  for (const name of BEGINS[resource.resourceType]) if (typeof resource[name] === 'string') resource[name] = later(resource[name], days);
  const period = resource.effectivePeriod;
  for (const end of ['start', 'end']) if (typeof period?.[end] === 'string') period[end] = later(period[end], days);
}

/** @param {Request} request @param {string} drug */
const records_of = (request, drug) => entries_of(request).filter(({ resource }) => begun(resource) !== undefined && drug_of(resource) === drug);

/** @param {Request} request @param {string} drug @param {string} now */
function first_day(request, drug, now) {
  const dates = records_of(request, drug).map(({ resource }) => String(begun(resource)).slice(0, 10)).filter((date) => days_between(date, now) >= 0);
  return dates.sort()[0];
}

/**
 * Moves the beginning from `first` by `days`: a dose given before it never was, one of each day between is added, a record of it moves along.
 * @param {Request} request @param {string} drug @param {string} first @param {number} days
 */
function begin_later(request, drug, first, days) {
  const start = later(first, days);
  for (const { key, resource } of records_of(request, drug)) {
    const date = String(begun(resource)).slice(0, 10);
    const { entry } = request.prefetch[key];
    if (resource.resourceType !== 'MedicationAdministration') {
      if (date === first) move(resource, days);
      else if (date < start) move(resource, days_between(date, start));
    } else if (date < start) {
      request.prefetch[key].entry = entry.filter((/** @type {any} */ one) => one?.resource !== resource);
    } else if (date === first) {
      for (let back = 1; back <= -days; back += 1) {
        const copy = structuredClone(resource);
        copy.id = `${resource.id}-${back}-earlier`;
        move(copy, -back);
        entry.push({ resource: copy });
      }
    }
  }
  for (const bundle of Object.values(request.prefetch)) if (typeof bundle?.total === 'number' && Array.isArray(bundle.entry)) bundle.total = bundle.entry.length;
}

/** @param {Request} request @param {string} now @returns {Knob[]} */
export function course_knobs(request, now) {
  const ordered = new Set((request.context?.draftOrders?.entry ?? []).map((/** @type {any} */ entry) => drug_of(entry?.resource)));
  const drugs = [...new Set(entries_of(request).filter(({ resource }) => begun(resource)).map(({ resource }) => drug_of(resource)))];
  return drugs.sort((a, b) => Number(ordered.has(b)) - Number(ordered.has(a))).flatMap((drug) => {
    const first = first_day(request, drug, now);
    const days = first === undefined ? Infinity : days_between(first, now);
    if (days > FURTHEST) return [];
    return [{ id: `days.${drug}`, group: 'Treatment so far', label: `Days on ${drug}`, unit: 'days', value: days, min: 0, max: Math.max(ROOM, days * 2), step: 1,
      apply: (/** @type {Request} */ r, /** @type {number} */ to) => begin_later(r, drug, first, days - to) }];
  });
}
